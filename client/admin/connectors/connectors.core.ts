import {
  type Connector,
  type ConnectorSettings,
  ServerUrl,
  listConnectors,
} from '#shared/contract/connectors.ts';
import { commandQuery, queryClient } from '../../app/query.ts';
import { isWholeIn } from '../kit/numbers.ts';

const freshMs = 5_000;

/** A connector's state changes by itself, and nobody tells: it is asked for while it is looked at. */
export const connectorsQuery = () => ({
  ...commandQuery(listConnectors, {}),
  staleTime: freshMs,
  refetchInterval: freshMs,
});
export const refresh = () => queryClient.invalidateQueries({ queryKey: [listConnectors.name] });

/** A connector as it is typed. */
export type Draft = {
  kind: ConnectorSettings['kind'];
  name: string;
  url: string;
  key: string;
  queueId: string;
  minutes: string;
  database: string;
  login: string;
  model: string;
};

export const emptyDraft: Draft = {
  kind: 'atera',
  name: '',
  url: 'https://app.atera.com',
  key: '',
  queueId: '',
  minutes: '5',
  database: '',
  login: '',
  model: 'helpdesk.ticket',
};

export const toDraft = ({ settings }: Connector): Draft => ({
  ...emptyDraft,
  ...settings,
  key: '',
  minutes: String(settings.intervalMinutes),
});

/** Of a draft that was checked. */
export function fromDraft(draft: Draft, enabled: boolean): ConnectorSettings {
  const { kind, name, url, minutes, database, login } = draft;
  const queueId = draft.queueId as ConnectorSettings['queueId'];
  const common = { name, url, queueId, intervalMinutes: Number(minutes), enabled };
  if (kind === 'atera') return { ...common, kind };
  const model = draft.model === 'project.task' ? 'project.task' : 'helpdesk.ticket';
  return { ...common, kind, database, login, model };
}

export const isMissing = (typed: string): boolean => typed.trim() === '';
export const isServer = (typed: string): boolean => ServerUrl.safeParse(typed).success;
export const isInterval = (typed: string): boolean => isWholeIn(typed, 1, 1_440);

/** Keys of `admin:connectors.states`. */
export function stateOf({ settings, trouble, syncedAt }: Connector) {
  if (!settings.enabled) return 'paused';
  return trouble ?? (syncedAt === null ? 'first' : 'fine');
}

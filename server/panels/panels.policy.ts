import type { Actor } from '#server/accounts/actor.ts';
import type { Panel, PanelSettings } from '#shared/contract/panels.ts';
import type { SpaceKind } from '#shared/contract/spaces.ts';

/** What somebody is where a channel is: `kind` of its space, and whether they moderate the channel. */
export type Standing = { kind: SpaceKind; moderates: boolean };

/** Customers never write panels, not even where they would be in charge. */
export const canWritePanel = ({ kind }: Pick<Actor, 'kind'>, standing: Standing): boolean =>
  kind === 'member' && standing.moderates && standing.kind !== 'team';

/** The desk speaks of customers there, so it is a place where none are. */
export const canHostDesk = ({ kind }: Pick<Actor, 'kind'>, standing: Standing): boolean =>
  kind === 'member' && standing.moderates && standing.kind !== 'client';

/** What becomes of a ticket is the desk's business. */
export const panelFor = ({ categories, ...panel }: PanelSettings): Panel => ({
  ...panel,
  categories: categories.map(({ id, label, icon, questions }) => ({ id, label, icon, questions })),
});

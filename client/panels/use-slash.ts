import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listPeople, type PersonCard } from '#shared/contract/accounts.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { useMe } from '../app/hub.ts';
import { commandQuery } from '../app/query.ts';
import { toast, toastError } from '../app/toast.ts';
import { showToast } from '../app/toasts.ts';
import type { Command } from '../text/MessageInput.tsx';
import { runSlash } from './run-slash.ts';
import { matchCommands, parseSlash, type Said, type SlashPlace } from './slash.ts';

const nobody: readonly PersonCard[] = [];
const mostNamed = 200;

/** The commands of a composer: what to offer for its text, whom they may name, and what carries them out. */
export function useSlash(text: string, ticket?: Ticket) {
  const { t } = useTranslation(['panels', 'tickets']);
  const navigate = useNavigate();
  const atDesk = useMe().kind === 'member';
  const place: SlashPlace = ticket === undefined ? 'channel' : atDesk ? 'desk' : 'customer';
  const namesPeople = place === 'desk' && text.startsWith('/');
  const { data } = useQuery({ ...commandQuery(listPeople, { limit: mostNamed }), enabled: namesPeople });
  const refuse = (title: string, advice: string) => {
    showToast({ kind: 'failed', title, text: advice });
    return false;
  };

  async function carryOut(said: Said): Promise<boolean> {
    if (said.kind === 'unknown')
      return refuse(t('slash.unknown', { name: said.name }), t('slash.unknownAdvice'));
    try {
      const { lacks, told, leadsTo } = await runSlash(said, ticket, atDesk);
      if (lacks) return refuse(t(`slash.lacks.${lacks}`), t(`slash.help.${said.name}`));
      if (told) toast(t(`slash.done.${said.name}`));
      if (leadsTo) void navigate(leadsTo);
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  }

  return {
    people: namesPeople ? (data?.people ?? nobody) : nobody,
    commands: (begun: string): Command[] =>
      matchCommands(begun, place).map(({ name }) => ({ name, help: t(`slash.help.${name}`) })),

    /** undefined: words for others. Else whether it was done; what went wrong has been told. */
    run: (body: string): Promise<boolean> | undefined => {
      const said = parseSlash(body, place);
      return said && carryOut(said);
    },
  };
}

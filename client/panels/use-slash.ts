import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listPeople, type PersonCard } from '#shared/contract/accounts.ts';
import type { LabelField } from '#shared/contract/labels.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { useMe } from '../app/hub.ts';
import { fold, matchScore } from '../app/match.ts';
import { commandQuery } from '../app/query.ts';
import { toast, toastError } from '../app/toast.ts';
import { showToast } from '../app/toasts.ts';
import type { Command } from '../text/MessageInput.tsx';
import { isLabelled, optionsOf } from '../tickets/core/labels.ts';
import { nameOf, useLabels } from '../tickets/labels.ts';
import { runSlash } from './run-slash.ts';
import {
  matchCommands,
  parseSlash,
  type Said,
  type SlashName,
  type SlashPlace,
  wordsBegun,
} from './slash.ts';

const nobody: readonly PersonCard[] = [];
const mostNamed = 200;

/** The commands of a composer: what to offer for its text, whom they may name, and what carries them out. */
export function useSlash(text: string, ticket?: Ticket) {
  const { t, i18n } = useTranslation(['panels', 'tickets']);
  const navigate = useNavigate();
  const atDesk = useMe().kind === 'member';
  const place: SlashPlace = ticket === undefined ? 'channel' : atDesk ? 'desk' : 'customer';
  const namesPeople = place === 'desk' && text.startsWith('/');
  const { data } = useQuery({ ...commandQuery(listPeople, { limit: mostNamed }), enabled: namesPeople });
  const labels = useLabels();
  const namesOf = (field: LabelField): string[] => [
    ...new Set(optionsOf(field, labels).map((option) => nameOf(field, option))),
  ];
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction' });
  const helpOf = (name: SlashName): string =>
    isLabelled(name)
      ? t(`slash.help.${name}`, { words: list.format(namesOf(name)) })
      : t(`slash.help.${name}`);
  const refuse = (title: string, advice: string) => {
    showToast({ kind: 'failed', title, text: advice });
    return false;
  };

  async function carryOut(said: Said): Promise<boolean> {
    if (said.kind === 'unknown')
      return refuse(t('slash.unknown', { name: said.name }), t('slash.unknownAdvice'));
    try {
      const { lacks, told, leadsTo } = await runSlash(said, ticket, atDesk);
      if (lacks) return refuse(t(`slash.lacks.${lacks}`), helpOf(said.name));
      if (told) toast(t(`slash.done.${said.name}`));
      if (leadsTo) void navigate(leadsTo);
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  }

  /** Words of the desk for the command that is being written, until one of them is there. */
  function wordsFor(begun: string): Command[] {
    const command = wordsBegun(begun, place);
    if (!command || !isLabelled(command.name)) return [];
    const { name, begun: words } = command;
    const names = namesOf(name);
    if (names.some((each) => fold(each) === fold(words.trim()))) return [];
    return names
      .filter((each) => matchScore(words, each) > 0)
      .map((each) => ({ name: `${name} ${each}`, help: '' }));
  }

  return {
    people: namesPeople ? (data?.people ?? nobody) : nobody,
    commands: (begun: string): Command[] => [
      ...matchCommands(begun, place).map(({ name }) => ({ name, help: helpOf(name) })),
      ...wordsFor(begun),
    ],

    /** undefined: words for others. Else whether it was done; what went wrong has been told. */
    run: (body: string): Promise<boolean> | undefined => {
      const said = parseSlash(body, place);
      return said && carryOut(said);
    },
  };
}

/** Whether it takes a word for one of these fields. */

import { Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonId } from '#shared/contract/ids.ts';
import type { LabelField } from '#shared/contract/labels.ts';
import { SlaState } from '#shared/contract/sla.ts';
import { TicketImpact, TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';
import { usePerson } from '../../app/people.ts';
import type { Changes } from '../core/changes.ts';
import type { TicketSearch } from '../core/address.ts';
import { optionsOf, wordOf } from '../core/labels.ts';
import { withWords, wordsIn } from '../core/search.ts';
import { nameOf, useLabels } from '../labels.ts';
import { PickButton } from '../pick/PickButton.tsx';
import { useAtDesk, useCompanies, useQueues } from '../use-tickets.ts';
import { FieldFilter } from './FieldFilter.tsx';
import classes from './FilterBar.module.css';

type Put = (search: TicketSearch) => void;
type Part = { search: TicketSearch; onPut: Put };

/** Narrows the list; the address keeps what was chosen. */
export function FilterBar({ search }: { search: TicketSearch }) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const put: Put = (next) => void navigate({ to: '/tickets', search: next, replace: true });
  const part = { search, onPut: put };
  return (
    <div className={classes.bar} role="group" aria-label={t('list.filters')}>
      <Words {...part} />
      <Several {...part} name="status" choices={useFieldChoices('status')} />
      <Several {...part} name="priority" choices={useFieldChoices('priority')} />
      <Several
        {...part}
        name="impact"
        choices={impacts.map((word) => ({ word, name: t(`impact.${word}`) }))}
      />
      <OneQueue {...part} />
      <OneAssignee {...part} />
      <OneCompany {...part} />
      <FieldFilter {...part} />
      <button
        type="button"
        className={classes.filter}
        aria-pressed={search.waiting === 'us'}
        onClick={() => put(withWords(search, 'waiting', search.waiting ? [] : ['us']))}
      >
        {t('waiting.us')}
      </button>
      <ByPromise {...part} />
    </div>
  );
}

const pauseMs = 300;

/** Looks for words as one types; the list follows when one pauses. */
function Words({ search, onPut }: Part) {
  const { t } = useTranslation('tickets');
  const { q = '' } = search;
  const [typed, setTyped] = useState(q);
  const [seen, setSeen] = useState(q);
  /** By what was typed here. A way to another list brings words of its own. */
  const [asked, setAsked] = useState(q);
  if (q !== seen) setSeen(q);
  if (q !== seen && q !== asked) {
    setAsked(q);
    setTyped(q);
  }
  const look = useDebouncedCallback((words: string) => {
    const wanted = words.trim();
    if (wanted === q) return;
    setAsked(wanted);
    onPut(withWords(search, 'q', wanted === '' ? [] : [wanted]));
  }, pauseMs);
  return (
    <TextInput
      className={classes.search ?? ''}
      type="search"
      size="xs"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={14} />}
      value={typed}
      maxLength={200}
      data-search
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        look(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') document.querySelector<HTMLElement>('[data-list]')?.focus();
      }}
    />
  );
}

const impacts = TicketImpact.options.toReversed();
type FieldChoice = { word: string; name: string };

/** The desk's own words among the others; a customer has the product's. */
function useFieldChoices(field: LabelField): FieldChoice[] {
  const { t } = useTranslation('tickets');
  const labels = useLabels();
  if (useAtDesk())
    return optionsOf(field, labels).map((option) => ({ word: wordOf(option), name: nameOf(field, option) }));
  const words = field === 'status' ? TicketStatus.options : TicketPriority.options.toReversed();
  return words.map((word) => ({ word, name: t(`${field}.${word}`) }));
}

/** Any of a few words. */
function Several(props: Part & { name: 'status' | 'priority' | 'impact'; choices: readonly FieldChoice[] }) {
  const { t } = useTranslation('tickets');
  const { name, choices, search, onPut } = props;
  const chosen = wordsIn(search, name);
  const words =
    search.status === 'active' && name === 'status'
      ? t('status.active')
      : choices.flatMap((each) => (chosen.includes(each.word) ? each.name : [])).join(', ');
  const toggle = (word: string) =>
    onPut(
      withWords(
        search,
        name,
        choices.map((each) => each.word).filter((each) => (each === word) !== chosen.includes(each)),
      ),
    );
  return (
    <Menu closeOnItemClick={false} width={200} position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.filter} data-on={chosen.length > 0}>
          {t(`fields.${name}`)}
          {words !== '' && <b>{words}</b>}
          <IconChevronDown size={14} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((each) => (
          <Menu.CheckboxItem
            key={each.word}
            checked={chosen.includes(each.word)}
            onChange={() => toggle(each.word)}
          >
            {each.name}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What is late, or nearly so, by what the desk promises. */
function ByPromise({ search, onPut }: Part) {
  const { t } = useTranslation('sla');
  const atDesk = useAtDesk();
  if (!atDesk) return null;
  return SlaState.options.map((state) => (
    <button
      key={state}
      type="button"
      className={classes.filter}
      aria-pressed={search.sla === state}
      onClick={() => onPut(withWords(search, 'sla', search.sla === state ? [] : [state]))}
    >
      {t(`filters.${state}`)}
    </button>
  ));
}

/** One of many, found by typing. */
function One(
  props: Part & {
    name: 'queue' | 'assignee' | 'company';
    value: string;
    wordOf: (changes: Changes) => string;
  },
) {
  const { t } = useTranslation('tickets');
  const { name, search, onPut, value } = props;
  const isOn = search[name] !== undefined;
  return (
    <span className={classes.one} data-on={isOn}>
      <PickButton field={name} onPick={(changes) => onPut(withWords(search, name, [props.wordOf(changes)]))}>
        {t(`fields.${name}`)}
        {isOn && <b>{value}</b>}
        <IconChevronDown size={14} aria-hidden="true" />
      </PickButton>
      {isOn && (
        <button
          type="button"
          className={classes.clear}
          aria-label={t('list.clearFilter', { name: t(`fields.${name}`) })}
          onClick={() => onPut(withWords(search, name, []))}
        >
          <IconX size={14} />
        </button>
      )}
    </span>
  );
}

function OneQueue(part: Part) {
  const queues = useQueues();
  const queue = queues.find(({ id }) => id === part.search.queue);
  return <One {...part} name="queue" value={queue?.name ?? ''} wordOf={({ queueId }) => queueId ?? ''} />;
}

function OneAssignee(part: Part) {
  const { t } = useTranslation('tickets');
  const { assignee } = part.search;
  const person = usePerson(PersonId.safeParse(assignee).data);
  const word =
    assignee === 'me' ? t('assignee.me') : assignee === 'none' ? t('assignee.nobody') : person?.displayName;
  return (
    <One {...part} name="assignee" value={word ?? ''} wordOf={({ assigneeId }) => assigneeId ?? 'none'} />
  );
}

function OneCompany(part: Part) {
  const company = useCompanies().find(({ id }) => id === part.search.company);
  return (
    <One {...part} name="company" value={company?.name ?? ''} wordOf={({ companyId }) => companyId ?? ''} />
  );
}

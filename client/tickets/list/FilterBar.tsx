import { Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonId } from '#shared/contract/ids.ts';
import { TicketImpact, TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';
import { usePerson } from '../../app/people.ts';
import type { Changes } from '../core/changes.ts';
import type { TicketSearch } from '../core/address.ts';
import { withWords, wordsIn } from '../core/search.ts';
import { PickButton } from '../pick/PickButton.tsx';
import { useCompanies, useQueues } from '../use-tickets.ts';
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
      <Several {...part} name="status" options={TicketStatus.options} />
      <Several {...part} name="priority" options={TicketPriority.options.toReversed()} />
      <Several {...part} name="impact" options={TicketImpact.options.toReversed()} />
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
    </div>
  );
}

const pauseMs = 300;

/** Looks for words as one types; the list follows when one pauses. */
function Words({ search, onPut }: Part) {
  const { t } = useTranslation('tickets');
  const [typed, setTyped] = useState(search.q ?? '');
  const look = useDebouncedCallback((words: string) => {
    const wanted = words.trim();
    if (wanted !== (search.q ?? '')) onPut(withWords(search, 'q', wanted === '' ? [] : [wanted]));
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

/** Any of a few words. */
function Several(props: Part & { name: 'status' | 'priority' | 'impact'; options: readonly string[] }) {
  const { t } = useTranslation('tickets');
  const { name, options, search, onPut } = props;
  const chosen = wordsIn(search, name);
  const words =
    search.status === 'active' && name === 'status'
      ? t('status.active')
      : chosen.map((word) => t(`${name}.${word}`)).join(', ');
  const toggle = (word: string) =>
    onPut(
      withWords(
        search,
        name,
        options.filter((each) => (each === word) !== chosen.includes(each)),
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
        {options.map((word) => (
          <Menu.CheckboxItem key={word} checked={chosen.includes(word)} onChange={() => toggle(word)}>
            {t(`${name}.${word}`)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
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

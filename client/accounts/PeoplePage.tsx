import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUserPlus, IconUserSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Me, Person } from '#shared/contract/accounts.ts';
import { useMe } from '../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton, SplitPage } from '../app/Page.tsx';
import { Segments } from '../app/Segments.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import classes from './PeoplePage.module.css';
import { PeopleSideBar } from './PeopleSideBar.tsx';
import { PersonDetails } from './PersonDetails.tsx';
import { PersonRow } from './PersonRow.tsx';
import { type KindFilter, peopleQuery } from './people.core.ts';

/** Only administrators see guests. */
const kindsFor = ({ isAdmin }: Me): KindFilter[] =>
  isAdmin ? ['all', 'member', 'customer', 'guest'] : ['all', 'member', 'customer'];

/** Everybody of the organisation. */
export function PeoplePage() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const navigate = useNavigate({ from: '/people' });
  const { person: chosenId } = useSearch({ from: '/shell/member/people' });
  const [words, setWords] = useState('');
  const [kind, setKind] = useState<KindFilter>('all');
  const [inviting, setInviting] = useState(false);
  const [query] = useDebouncedValue(words.trim(), 200);
  const list = useInfiniteQuery({ ...peopleQuery(query, kind), placeholderData: (old) => old });
  const everybody = list.data?.pages.flatMap((page) => page.people) ?? [];
  const chosen = everybody.find(({ id }) => id === chosenId);
  const choose = (person: Person | undefined) =>
    void navigate({ search: person ? { person: person.id } : {}, replace: chosenId !== undefined });

  const close = () => {
    choose(undefined);
    document.querySelector<HTMLElement>('[role=listbox]')?.focus();
  };

  return (
    <SplitPage sideBar={<PeopleSideBar />} showing="content">
      <Page
        details={chosenId !== undefined && <PersonDetails id={chosenId} person={chosen} onClose={close} />}
      >
        <PageHeader
          title={t('people.everybody')}
          onBack={() => void navigate({ to: '/spaces' })}
          actions={
            me.can.invite && (
              <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
                {t('people.invite')}
              </Button>
            )
          }
        />
        <div className={classes.filters}>
          <TextInput
            className={classes.search}
            type="search"
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            leftSection={<IconSearch size={16} />}
            value={words}
            maxLength={80}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Segments
            label={t('people.kind')}
            value={kind}
            onChange={setKind}
            options={kindsFor(me).map((value) => ({ value, label: t(`people.kinds.${value}`) }))}
          />
        </div>
        <PageBody width="full">
          {list.isPending && <RowsSkeleton rows={10} />}
          {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
          {list.isSuccess && everybody.length === 0 && (
            <EmptyState icon={<IconUserSearch size={24} />} title={t('people.nobody')}>
              {t('people.nobodyHint')}
            </EmptyState>
          )}
          {everybody.length > 0 && (
            <PeopleList
              people={everybody}
              chosen={chosenId}
              onChoose={choose}
              onEnd={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
            />
          )}
        </PageBody>
      </Page>
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </SplitPage>
  );
}

const nearEnd = 20;

function PeopleList(props: {
  people: Person[];
  chosen: string | undefined;
  onChoose: (person: Person | undefined) => void;
  onEnd: () => void;
}) {
  const { t } = useTranslation('accounts');
  const { people, chosen } = props;
  const list = useRef<VirtualizerHandle>(null);
  const at = people.findIndex(({ id }) => id === chosen);
  const move = (to: number) => {
    const next = people[Math.max(0, Math.min(people.length - 1, to))];
    if (!next) return;
    props.onChoose(next);
    list.current?.scrollToIndex(people.indexOf(next), { align: 'nearest' });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const before = Math.max(0, at - 1);
    const steps: Record<string, number> = {
      j: at + 1,
      ArrowDown: at + 1,
      k: before,
      ArrowUp: before,
      Home: 0,
      End: people.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Escape' && at >= 0) props.onChoose(undefined);
    else if (event.key === 'Enter' && at >= 0) document.querySelector<HTMLElement>('[data-details]')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={classes.list}
      role="listbox"
      aria-label={t('people.everybody')}
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `person-${chosen}` : undefined}
      onKeyDown={pressed}
    >
      <Virtualizer
        ref={list}
        data={people}
        onScroll={(offset) => {
          const handle = list.current;
          if (handle && handle.findItemIndex(offset + handle.viewportSize) > people.length - nearEnd)
            props.onEnd();
        }}
      >
        {(person) => (
          <PersonRow
            key={person.id}
            person={person}
            chosen={person.id === chosen}
            onChoose={() => props.onChoose(person)}
          />
        )}
      </Virtualizer>
    </div>
  );
}

import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/contract/accounts.ts';
import { addSpaceMember, type MySpace } from '#shared/contract/spaces.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { hub } from '../app/hub.ts';
import { EmptyState, Failure, RowsSkeleton } from '../app/Page.tsx';
import { toastError } from '../app/toast.ts';
import classes from './AddMembersDialog.module.css';
import { peopleQuery } from './people.core.ts';
import { membersQuery, putMember } from './spaces.core.ts';

type Props = { space: MySpace; opened: boolean; onClose: () => void };

/** Find people, add them one after the other. */
export function AddMembersDialog({ space, opened, onClose }: Props) {
  const { t } = useTranslation('accounts');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('spaces.addTitle', { name: space.name })}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Finder space={space} />
    </Modal>
  );
}

function Finder({ space }: { space: MySpace }) {
  const { t } = useTranslation('accounts');
  const [words, setWords] = useState('');
  const [query] = useDebouncedValue(words.trim(), 150);
  const found = useInfiniteQuery({ ...peopleQuery(query, 'member'), placeholderData: (old) => old });
  const members = useInfiniteQuery(membersQuery(space.id));
  const inside = new Set(members.data?.pages.flatMap((page) => page.members.map(({ person }) => person.id)));
  const people = (found.data?.pages.flatMap((page) => page.people) ?? []).filter(
    ({ suspended }) => !suspended,
  );
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        leftSection={<IconSearch size={16} />}
        value={words}
        maxLength={80}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus
      />
      <ul className={classes.list} aria-label={t('people.everybody')}>
        {found.isPending && <RowsSkeleton rows={4} />}
        {found.isError && <Failure compact error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && people.length === 0 && (
          <EmptyState title={t('people.nobody')}>{t('people.nobodyHint')}</EmptyState>
        )}
        {people.map((person) => (
          <Candidate key={person.id} space={space} person={person} inside={inside.has(person.id)} />
        ))}
      </ul>
    </Stack>
  );
}

function Candidate({ space, person, inside }: { space: MySpace; person: Person; inside: boolean }) {
  const { t } = useTranslation('accounts');
  const adding = useMutation({
    mutationFn: () => hub.call(addSpaceMember, { spaceId: space.id, personId: person.id }),
    onSuccess: (member) => putMember(space.id, member),
    onError: (error) => toastError(error),
  });
  return (
    <li className={classes.row}>
      <PersonAvatar person={person} size={32} presence />
      <span className={classes.name}>{person.displayName}</span>
      {inside ? (
        <span className={classes.inside}>
          <IconCheck size={16} aria-hidden="true" /> {t('spaces.inside')}
        </span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          loading={adding.isPending}
          onClick={() => adding.mutate()}
          aria-label={t('spaces.addPerson', { name: person.displayName })}
        >
          {t('spaces.addShort')}
        </Button>
      )}
    </li>
  );
}

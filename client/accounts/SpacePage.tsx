import { Button } from '@mantine/core';
import { IconDoorEnter, IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpaceId } from '#shared/contract/ids.ts';
import { joinSpace, type MySpace } from '#shared/contract/spaces.ts';
import { HeaderButton } from '../app/HeaderButton.tsx';
import { hub } from '../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton, SplitPage } from '../app/Page.tsx';
import { toastError } from '../app/toast.ts';
import { AddMembersDialog } from './AddMembersDialog.tsx';
import { PeopleSideBar } from './PeopleSideBar.tsx';
import { SpaceIcon } from './SpaceIcon.tsx';
import { SpaceMemberRow } from './SpaceMemberRow.tsx';
import { SpaceMenu } from './SpaceMenu.tsx';
import classes from './SpacePage.module.css';
import { membersQuery, putSpace, spacesQuery } from './spaces.core.ts';

/** Who is in a space and what they may do there. */
export function SpacePage() {
  const { t } = useTranslation('accounts');
  const { spaceId } = useParams({ from: '/shell/member/spaces/$spaceId' });
  const navigate = useNavigate();
  const list = useQuery(spacesQuery());
  const space = list.data?.spaces.find(({ id }) => id === spaceId);
  const back = () => void navigate({ to: '/spaces' });
  return (
    <SplitPage sideBar={<PeopleSideBar />} showing="content">
      {space ? (
        <SpaceContent key={space.id} space={space} onBack={back} />
      ) : (
        <Page>
          <PageHeader title={t('spaces.title')} onBack={back} />
          <PageBody>
            {list.isPending && <RowsSkeleton />}
            {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
            {list.isSuccess && (
              <EmptyState icon={<IconUsersGroup size={24} />} title={t('spaces.gone')}>
                {t('spaces.goneHint')}
              </EmptyState>
            )}
          </PageBody>
        </Page>
      )}
    </SplitPage>
  );
}

function SpaceContent({ space, onBack }: { space: MySpace; onBack: () => void }) {
  const { t } = useTranslation('accounts');
  const [adding, setAdding] = useState(false);
  const joining = useMutation({
    mutationFn: () => hub.call(joinSpace, { spaceId: space.id }),
    onSuccess: putSpace,
    onError: (error) => toastError(error),
  });
  return (
    <Page>
      <PageHeader
        title={space.name}
        icon={<SpaceIcon kind={space.kind} size={20} />}
        subtitle={t('spaces.members', { count: space.memberCount })}
        onBack={onBack}
        actions={
          <>
            {space.can.invite && (
              <HeaderButton
                icon={<IconUserPlus size={16} />}
                label={t('spaces.add')}
                onClick={() => setAdding(true)}
              />
            )}
            {space.role !== null && <SpaceMenu space={space} />}
          </>
        }
      />
      <PageBody width="reading">
        {space.description !== '' && <p className={classes.description}>{space.description}</p>}
        {space.role === null ? (
          <EmptyState
            icon={<SpaceIcon kind={space.kind} size={24} />}
            title={t('spaces.notJoined', { name: space.name })}
            action={
              <Button
                leftSection={<IconDoorEnter size={16} />}
                loading={joining.isPending}
                onClick={() => joining.mutate()}
              >
                {t('spaces.join')}
              </Button>
            }
          >
            {t('spaces.notJoinedHint')}
          </EmptyState>
        ) : (
          <MemberList space={space} />
        )}
      </PageBody>
      {space.can.invite && (
        <AddMembersDialog space={space} opened={adding} onClose={() => setAdding(false)} />
      )}
    </Page>
  );
}

function MemberList({ space }: { space: MySpace }) {
  const { t } = useTranslation('accounts');
  const list = useInfiniteQuery(membersQuery(space.id as SpaceId));
  if (list.isPending) return <RowsSkeleton />;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const members = list.data.pages.flatMap((page) => page.members);
  return (
    <>
      <h2 className={classes.heading}>{t('spaces.membersTitle')}</h2>
      <ul className={classes.list}>
        {members.map((member) => (
          <SpaceMemberRow key={member.person.id} space={space} member={member} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('spaces.more')}
        </Button>
      )}
    </>
  );
}

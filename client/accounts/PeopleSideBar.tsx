import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMail, IconPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MySpace } from '#shared/contract/spaces.ts';
import { useMe } from '../app/hub.ts';
import { Failure, RowsSkeleton, SideBar, SideBarSection } from '../app/Page.tsx';
import { SideBarLink } from '../app/SideBarLink.tsx';
import { NewSpaceDialog } from './NewSpaceDialog.tsx';
import { SpaceIcon } from './SpaceIcon.tsx';
import { spacesQuery } from './spaces.core.ts';

/** People and the spaces they work in. */
export function PeopleSideBar() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const [creating, setCreating] = useState(false);
  const spaces = useQuery(spacesQuery());
  const alive = (spaces.data?.spaces ?? []).filter(({ archivedAt }) => archivedAt === null);
  const mine = alive.filter(({ role }) => role !== null);
  const open = alive.filter(({ role }) => role === null);
  return (
    <SideBar title={t(me.kind === 'member' ? 'people.module' : 'spaces.title')}>
      {me.kind === 'member' && (
        <SideBarLink to="/people" icon={<IconUsers size={18} />} label={t('people.everybody')} exact />
      )}
      {me.can.invite && (
        <SideBarLink to="/people/invitations" icon={<IconMail size={18} />} label={t('people.invitations')} />
      )}
      <SideBarSection
        title={t('spaces.mine')}
        storageKey="spaces.mine"
        action={
          me.can.createSpace && (
            <Tooltip label={t('spaces.create')}>
              <ActionIcon size="sm" aria-label={t('spaces.create')} onClick={() => setCreating(true)}>
                <IconPlus size={16} />
              </ActionIcon>
            </Tooltip>
          )
        }
      >
        {spaces.isPending && <RowsSkeleton rows={3} avatar={false} />}
        {spaces.isError && <Failure compact error={spaces.error} onRetry={() => void spaces.refetch()} />}
        {mine.map((space) => (
          <SpaceLink key={space.id} space={space} />
        ))}
      </SideBarSection>
      {open.length > 0 && (
        <SideBarSection title={t('spaces.open')} storageKey="spaces.open">
          {open.map((space) => (
            <SpaceLink key={space.id} space={space} />
          ))}
        </SideBarSection>
      )}
      <NewSpaceDialog opened={creating} onClose={() => setCreating(false)} />
    </SideBar>
  );
}

function SpaceLink({ space }: { space: MySpace }) {
  return (
    <SideBarLink
      to="/spaces/$spaceId"
      params={{ spaceId: space.id }}
      icon={<SpaceIcon kind={space.kind} />}
      label={space.name}
    />
  );
}

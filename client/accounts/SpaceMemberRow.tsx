import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconDots, IconUserMinus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type MySpace,
  removeSpaceMember,
  type SpaceMember,
  type SpaceRole,
  setSpaceRole,
} from '#shared/contract/spaces.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub, useMe } from '../app/hub.ts';
import { toastError } from '../app/toast.ts';
import classes from './SpacePage.module.css';
import { dropMember, putMember } from './spaces.core.ts';

const roles: SpaceRole[] = ['owner', 'moderator', 'member'];

export function SpaceMemberRow({ space, member }: { space: MySpace; member: SpaceMember }) {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const [removing, setRemoving] = useState(false);
  const { person, role } = member;
  const ids = { spaceId: space.id, personId: person.id };
  const change = useMutation({
    mutationFn: (next: SpaceRole) => hub.call(setSpaceRole, { ...ids, role: next }),
    // Shown at once; put back when the hub refuses.
    onMutate: (next) => putMember(space.id, { ...member, role: next }),
    onError: (error) => {
      putMember(space.id, member);
      toastError(error);
    },
  });
  const remove = async () => {
    await hub.call(removeSpaceMember, ids);
    dropMember(space.id, person.id);
  };
  const other = person.id !== me.id;
  return (
    <li className={classes.row}>
      <PersonAvatar person={person} size={32} presence={person.kind === 'member'} />
      <span className={classes.name}>
        {person.displayName}
        {!other && <span className={classes.you}> {t('people.you')}</span>}
      </span>
      <span className={classes.role}>{t(`spaces.roles.${role}`)}</span>
      {(space.can.manage || (space.can.moderate && other)) && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon aria-label={t('spaces.memberMenu', { name: person.displayName })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {space.can.manage && (
              <>
                <Menu.Label>{t('spaces.role')}</Menu.Label>
                {roles.map((option) => (
                  <Menu.Item
                    key={option}
                    rightSection={option === role ? <IconCheck size={16} /> : null}
                    disabled={option === role}
                    onClick={() => change.mutate(option)}
                  >
                    {t(`spaces.roles.${option}`)}
                  </Menu.Item>
                ))}
              </>
            )}
            {other && (
              <>
                {space.can.manage && <Menu.Divider />}
                <Menu.Item
                  leftSection={<IconUserMinus size={16} />}
                  color="red"
                  onClick={() => setRemoving(true)}
                >
                  {t('spaces.remove')}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmDialog
        opened={removing}
        title={t('spaces.removeTitle', { name: person.displayName })}
        confirm={t('spaces.remove')}
        danger
        onConfirm={remove}
        onClose={() => setRemoving(false)}
      >
        {t('spaces.removeText', { space: space.name })}
      </ConfirmDialog>
    </li>
  );
}

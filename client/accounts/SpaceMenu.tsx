import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconArchive, IconDoorExit, IconDots, IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveSpace, leaveSpace, type MySpace, updateSpace } from '#shared/contract/spaces.ts';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { queryClient } from '../app/query.ts';
import { useFields } from '../app/use-fields.ts';
import { dropSpace, putSpace, spacesQuery } from './spaces.core.ts';

export function SpaceMenu({ space }: { space: MySpace }) {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'leave' | 'archive' | null>(null);
  const close = () => setOpen(null);
  const gone = async () => {
    dropSpace(space.id);
    // A public space that was left goes back among those to join.
    void queryClient.invalidateQueries({ queryKey: spacesQuery().queryKey });
    await navigate({ to: '/spaces' });
  };
  if (!space.can.manage && !space.can.leave) return null;
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={t('spaces.menu')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {space.can.manage && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen('edit')}>
              {t('spaces.edit')}
            </Menu.Item>
          )}
          {space.can.leave && (
            <Menu.Item leftSection={<IconDoorExit size={16} />} onClick={() => setOpen('leave')}>
              {t('spaces.leave')}
            </Menu.Item>
          )}
          {space.can.manage && (
            <Menu.Item leftSection={<IconArchive size={16} />} color="red" onClick={() => setOpen('archive')}>
              {t('spaces.archive')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={open === 'edit'}
        onClose={close}
        title={t('spaces.edit')}
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <EditForm space={space} onClose={close} />
      </Modal>
      <ConfirmDialog
        opened={open === 'leave'}
        title={t('spaces.leaveTitle', { name: space.name })}
        confirm={t('spaces.leave')}
        onConfirm={() => hub.call(leaveSpace, { spaceId: space.id }).then(gone)}
        onClose={close}
      >
        {t(space.kind === 'public' ? 'spaces.leaveTextPublic' : 'spaces.leaveText')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'archive'}
        title={t('spaces.archiveTitle', { name: space.name })}
        confirm={t('spaces.archive')}
        danger
        onConfirm={() => hub.call(archiveSpace, { spaceId: space.id }).then(gone)}
        onClose={close}
      >
        {t('spaces.archiveText')}
      </ConfirmDialog>
    </>
  );
}

function EditForm({ space, onClose }: { space: MySpace; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const fields = useFields(
    { name: space.name, description: space.description },
    { name: (value) => (value.trim() === '' ? t('spaces.nameMissing') : null) },
  );
  const saving = useMutation({
    mutationFn: () => hub.call(updateSpace, { spaceId: space.id, ...fields.values }),
    onSuccess: (changed) => {
      putSpace(changed);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) saving.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput {...fields.text('name')} label={t('spaces.name')} maxLength={80} data-autofocus />
        <TextInput {...fields.text('description')} label={t('spaces.description')} maxLength={500} />
        {saving.isError && <Failure compact error={saving.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {t('common:actions.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

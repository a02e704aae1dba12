import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listWalls, revokeWall, setOverdueHours, type Wall, type WallBoard } from '#shared/contract/wall.ts';
import { isWholeIn } from '../admin/kit/numbers.ts';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub } from '../app/hub.ts';
import { Failure, RowsSkeleton } from '../app/Page.tsx';
import { commandQuery, patchQuery } from '../app/query.ts';
import { useFormats } from '../app/time.ts';
import { toast } from '../app/toast.ts';
import { useFields } from '../app/use-fields.ts';
import { NewWallForm } from './NewWallForm.tsx';
import { Nothing } from './Panel.tsx';
import { deskFigures, useBoards } from './use-wall.ts';
import classes from './WallsDialog.module.css';

/** For administrators: from when on tickets are late, and the screens that open by their address. */
export default function WallsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wall');
  const [creating, setCreating] = useState(false);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t(creating ? 'manage.create' : 'manage.title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {creating ? (
        <NewWallForm onDone={() => setCreating(false)} />
      ) : (
        <Stack gap="xl">
          <Thresholds />
          <Walls onCreate={() => setCreating(true)} />
        </Stack>
      )}
    </Modal>
  );
}

function Thresholds() {
  const { t } = useTranslation('wall');
  const boards = useBoards(deskFigures, undefined) ?? [];
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('manage.late')}</Text>
      <Text size="sm" c="dimmed">
        {t('manage.lateHint')}
      </Text>
      {boards.map((board) => (
        <Threshold key={`${board.queueId} ${board.overdueHours}`} board={board} />
      ))}
    </Stack>
  );
}

const most = 8760;
function Threshold({ board: { queueId, name, overdueHours } }: { board: WallBoard }) {
  const { t } = useTranslation('wall');
  const fields = useFields(
    { hours: String(overdueHours) },
    { hours: (value) => (isWholeIn(value, 1, most) ? null : t('manage.hoursWrong', { most })) },
  );
  const change = useMutation({
    mutationFn: () => hub.call(setOverdueHours, { queueId, hours: Number(fields.values.hours) }),
    onSuccess: () => toast(t('manage.hoursSaved', { name })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) change.mutate();
  };
  const isChanged = fields.values.hours !== String(overdueHours);
  return (
    <form onSubmit={submit} noValidate className={classes.threshold}>
      <TextInput
        {...fields.text('hours')}
        label={t('manage.hoursOf', { name })}
        inputMode="numeric"
        maxLength={4}
      />
      {isChanged && (
        <Button type="submit" loading={change.isPending}>
          {t('common:actions.save')}
        </Button>
      )}
      {change.isError && <Failure compact error={change.error} />}
    </form>
  );
}

function Walls({ onCreate }: { onCreate: () => void }) {
  const { t } = useTranslation('wall');
  const walls = useQuery(commandQuery(listWalls, {}));
  const [revoking, setRevoking] = useState<Wall>();
  const revoke = async ({ id }: Wall) => {
    await hub.call(revokeWall, { wallId: id });
    patchQuery(listWalls, {}, (old) => ({ walls: old.walls.filter((wall) => wall.id !== id) }));
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{t('manage.screens')}</Text>
        <Button size="xs" leftSection={<IconPlus size={16} />} onClick={onCreate}>
          {t('manage.create')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t('manage.screensHint')}
      </Text>
      {walls.isPending && <RowsSkeleton rows={2} avatar={false} />}
      {walls.isError && <Failure compact error={walls.error} onRetry={() => void walls.refetch()} />}
      {walls.data?.walls.length === 0 && <Nothing>{t('manage.none')}</Nothing>}
      <ul className={classes.walls}>
        {walls.data?.walls.map((wall) => (
          <WallRow key={wall.id} wall={wall} onRevoke={() => setRevoking(wall)} />
        ))}
      </ul>
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t('manage.revokeTitle', { name: revoking?.name })}
        confirm={t('manage.revoke')}
        danger
        onConfirm={async () => revoking && revoke(revoking)}
        onClose={() => setRevoking(undefined)}
      >
        {t('manage.revokeHint')}
      </ConfirmDialog>
    </Stack>
  );
}

function WallRow({ wall, onRevoke }: { wall: Wall; onRevoke: () => void }) {
  const { t } = useTranslation('wall');
  const formats = useFormats();
  return (
    <li className={classes.wall}>
      <div className={classes.words}>
        <span>{wall.name}</span>
        <span className={classes.quiet}>
          {wall.pages.map((page) => t(`pages.${page}`)).join(' · ')}
          {' · '}
          {wall.seenAt ? t('manage.seen', { time: formats.ago(wall.seenAt) }) : t('manage.unseen')}
        </span>
      </div>
      <Button
        size="xs"
        variant="default"
        onClick={onRevoke}
        aria-label={t('manage.revokeOf', { name: wall.name })}
      >
        {t('manage.revoke')}
      </Button>
    </li>
  );
}

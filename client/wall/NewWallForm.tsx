import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#shared/contract/accounts.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { createWall, listWalls, type WallPage, wallPages } from '#shared/contract/wall.ts';
import { TimeZoneSelect } from '../accounts/TimeZoneSelect.tsx';
import { isWholeIn } from '../admin/kit/numbers.ts';
import { HandOver } from '../app/HandOver.tsx';
import { hub, useMe } from '../app/hub.ts';
import { locales } from '../app/i18n.ts';
import { Failure } from '../app/Page.tsx';
import { patchQuery } from '../app/query.ts';
import { useFields } from '../app/use-fields.ts';
import { deskFigures, useBoards } from './use-wall.ts';

const seconds = { least: 10, most: 3600, usual: '120' };

/** What a new screen shows; then its address, this once. */
export function NewWallForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('wall');
  const me = useMe();
  const boards = useBoards(deskFigures, undefined) ?? [];
  const fields = useFields(
    { name: '', seconds: seconds.usual, timeZone: me.timeZone, locale: me.locale as string },
    {
      name: (value) => (value.trim() === '' ? t('manage.nameMissing') : null),
      seconds: (value) =>
        isWholeIn(value, seconds.least, seconds.most) ? null : t('manage.secondsWrong', seconds),
    },
  );
  const [pages, setPages] = useState<WallPage[]>([...wallPages]);
  const [queueIds, setQueueIds] = useState<QueueId[]>(boards.map(({ queueId }) => queueId));
  const [isTried, setTried] = useState(false);
  const missing = (list: readonly unknown[]) => (isTried && list.length === 0 ? t('manage.chooseOne') : null);
  const creation = useMutation({
    mutationFn: () =>
      hub.call(createWall, {
        name: fields.values.name,
        pages: wallPages.filter((page) => pages.includes(page)),
        queueIds,
        secondsPerPage: Number(fields.values.seconds),
        timeZone: fields.values.timeZone,
        locale: fields.values.locale as Locale,
      }),
    onSuccess: ({ wall }) => patchQuery(listWalls, {}, ({ walls }) => ({ walls: [wall, ...walls] })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (fields.check(event.currentTarget) && pages.length > 0 && queueIds.length > 0) creation.mutate();
  };
  if (creation.data)
    return (
      <HandOver
        text={t('manage.once')}
        label={t('manage.address')}
        value={creation.data.url}
        onDone={onDone}
      />
    );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput {...fields.text('name')} label={t('manage.name')} maxLength={80} data-autofocus />
        <Checkbox.Group
          label={t('manage.pages')}
          value={pages}
          error={missing(pages)}
          onChange={(values) => setPages(values as WallPage[])}
        >
          <Group gap="md">
            {wallPages.map((page) => (
              <Checkbox key={page} value={page} label={t(`pages.${page}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Checkbox.Group
          label={t('manage.queues')}
          value={queueIds}
          error={missing(queueIds)}
          onChange={(values) => setQueueIds(values as QueueId[])}
        >
          <Group gap="md">
            {boards.map(({ queueId, name }) => (
              <Checkbox key={queueId} value={queueId} label={name} />
            ))}
          </Group>
        </Checkbox.Group>
        <TextInput
          {...fields.text('seconds')}
          label={t('manage.seconds')}
          inputMode="numeric"
          maxLength={4}
        />
        <TimeZoneSelect
          value={fields.values.timeZone}
          onChange={(timeZone) => fields.set('timeZone', timeZone)}
        />
        <Select
          label={t('manage.language')}
          data={locales.map((value) => ({ value, label: t(`manage.languages.${value}`) }))}
          value={fields.values.locale}
          allowDeselect={false}
          onChange={(value) => value && fields.set('locale', value)}
        />
        {creation.isError && <Failure compact error={creation.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {t('common:actions.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

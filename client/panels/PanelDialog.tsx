import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelId, PanelId } from '#shared/contract/ids.ts';
import {
  createPanel,
  getPanelSettings,
  maxCategories,
  type PanelSettings,
  updatePanel,
} from '#shared/contract/panels.ts';
import { listQueues, type Queue } from '#shared/contract/tickets.ts';
import { hub } from '../app/hub.ts';
import { Failure, RowsSkeleton } from '../app/Page.tsx';
import { commandQuery } from '../app/query.ts';
import { newUuid } from '../app/uuid.ts';
import { CategoryFields } from './CategoryFields.tsx';
import { newCategory, type PanelDraft } from './panel-draft.ts';

type Props = { channelId: ChannelId; panelId?: PanelId; onClose: () => void };

/** Writes a panel, or changes one. */
export function PanelDialog({ channelId, panelId, onClose }: Props) {
  const { t } = useTranslation(['panels', 'common']);
  const queues = useQuery(commandQuery(listQueues, {}));
  const settings = useQuery({
    queryKey: [getPanelSettings.name, panelId],
    queryFn: () => (panelId ? hub.call(getPanelSettings, { panelId }) : null),
    // What others changed meanwhile must not be written over unseen.
    gcTime: 0,
  });
  const error = queues.error ?? settings.error;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(panelId ? 'dialog.editTitle' : 'dialog.newTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {error ? (
        <Failure compact error={error} />
      ) : queues.data && settings.data !== undefined ? (
        <PanelFields
          channelId={channelId}
          settings={settings.data}
          queues={queues.data.queues}
          onClose={onClose}
        />
      ) : (
        <RowsSkeleton rows={3} avatar={false} />
      )}
    </Modal>
  );
}

function PanelFields(props: {
  channelId: ChannelId;
  settings: PanelSettings | null;
  queues: readonly Queue[];
  onClose: () => void;
}) {
  const { channelId, settings, queues, onClose } = props;
  const { t } = useTranslation(['panels', 'common']);
  const [id] = useState(() => newUuid() as PanelId);
  const first = queues[0];
  const [draft, setDraft] = useState<PanelDraft>(
    settings ?? { title: '', text: '', categories: first ? [newCategory(first.id)] : [] },
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isWhole = draft.title.trim() !== '' && draft.categories.every(({ label }) => label.trim() !== '');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { title, text, categories } = draft;
      const words = { title, text, categories };
      await (settings
        ? hub.call(updatePanel, { panelId: settings.id, ...words })
        : hub.call(createPanel, { id, channelId, ...words }));
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={t('dialog.title')}
          maxLength={100}
          required
          data-autofocus
          value={draft.title}
          onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
        />
        <Textarea
          label={t('dialog.text')}
          maxLength={2_000}
          autosize
          minRows={2}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
        />
        {draft.categories.map((category, nth) => (
          <CategoryFields
            key={category.id}
            category={category}
            number={nth + 1}
            queues={queues}
            onChange={(next) => setDraft({ ...draft, categories: draft.categories.with(nth, next) })}
            onRemove={
              draft.categories.length > 1
                ? () => setDraft({ ...draft, categories: draft.categories.toSpliced(nth, 1) })
                : undefined
            }
          />
        ))}
        {first && draft.categories.length < maxCategories && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setDraft({ ...draft, categories: [...draft.categories, newCategory(first.id)] })}
          >
            {t('dialog.addButton')}
          </Button>
        )}
        {error !== null && <Failure compact error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!isWhole}>
            {t(settings ? 'common:actions.save' : 'dialog.post')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanelId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import { getPanel, openFromPanel, type Panel, type PanelCategory } from '#shared/contract/panels.ts';
import { hub } from '../app/hub.ts';
import { commandQuery } from '../app/query.ts';
import { toast, toastError } from '../app/toast.ts';
import { newUuid } from '../app/uuid.ts';
import classes from './Card.module.css';

const PanelForm = lazy(() => import('./PanelForm.tsx').then((module) => ({ default: module.PanelForm })));
const PanelDialog = lazy(() =>
  import('./PanelDialog.tsx').then((module) => ({ default: module.PanelDialog })),
);

/** Buttons that open tickets. */
export function PanelCard({ panelId }: { panelId: PanelId }) {
  const { t } = useTranslation('panels');
  const { data, isError } = useQuery(commandQuery(getPanel, { panelId }));
  const [isEditing, setEditing] = useState(false);
  if (isError) return <p className={classes.gone}>{t('panel.gone')}</p>;
  if (!data)
    return (
      <div className={classes.card} aria-busy="true">
        <Skeleton height={18} width="60%" />
      </div>
    );
  const { panel, canEdit } = data;
  return (
    <section className={classes.card} aria-label={panel.title}>
      <div className={classes.head}>
        <span className={classes.title}>{panel.title}</span>
        {canEdit && (
          <ActionIcon size="sm" aria-label={t('panel.edit')} onClick={() => setEditing(true)}>
            <IconPencil size={16} />
          </ActionIcon>
        )}
      </div>
      {panel.text && <p className={classes.text}>{panel.text}</p>}
      <Buttons panel={panel} />
      {isEditing && (
        <Suspense>
          <PanelDialog channelId={panel.channelId} panelId={panel.id} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </section>
  );
}

function Buttons({ panel }: { panel: Panel }) {
  const { t } = useTranslation('panels');
  const navigate = useNavigate();
  const [asked, setAsked] = useState<PanelCategory | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const opened = (ticketId: TicketId, number: number) => {
    toast(t('panel.opened', { number }));
    void navigate({ to: '/chat/ticket/$ticketId', params: { ticketId } });
  };
  const click = async (category: PanelCategory) => {
    if (category.questions.length > 0) return setAsked(category);
    setBusy(category.id);
    try {
      const clientId = newUuid() as TicketEntryId;
      const input = { panelId: panel.id, categoryId: category.id, clientId };
      const ticket = await hub.call(openFromPanel, input);
      opened(ticket.id, ticket.number);
    } catch (error) {
      toastError(error);
    }
    setBusy(null);
  };
  return (
    <div className={classes.buttons}>
      {panel.categories.map((category) => (
        <Button
          key={category.id}
          size="xs"
          variant="default"
          loading={busy === category.id}
          leftSection={category.icon === '' ? undefined : <span aria-hidden="true">{category.icon}</span>}
          onClick={() => void click(category)}
        >
          {category.label}
        </Button>
      ))}
      {asked && (
        <Suspense>
          <PanelForm
            panelId={panel.id}
            category={asked}
            onOpened={({ id, number }) => opened(id, number)}
            onClose={() => setAsked(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

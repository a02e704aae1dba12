import { Button, Switch } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { listDeskChannels, setDeskChannel } from '#shared/contract/panels.ts';
import type { MySpace } from '#shared/contract/spaces.ts';
import { listQueues } from '#shared/contract/tickets.ts';
import { hub } from '../app/hub.ts';
import { Failure, RowsSkeleton } from '../app/Page.tsx';
import { commandQuery, patchQuery } from '../app/query.ts';
import { toastError } from '../app/toast.ts';
import classes from './ChannelTickets.module.css';
import { PanelDialog } from './PanelDialog.tsx';

/** What tickets have to do with a channel, for employees who manage it. */
export function ChannelTickets({ channel, space }: { channel: MyChannel; space: MySpace }) {
  const { t } = useTranslation('panels');
  const [isWriting, setWriting] = useState(false);
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{t('channel.title')}</h3>
      {space.kind !== 'team' && (
        <>
          <p className={classes.hint}>{t('channel.panelHint')}</p>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTicket size={16} />}
            onClick={() => setWriting(true)}
          >
            {t('channel.newPanel')}
          </Button>
        </>
      )}
      {space.kind !== 'client' && <DeskQueues channel={channel} />}
      {isWriting && <PanelDialog channelId={channel.id} onClose={() => setWriting(false)} />}
    </section>
  );
}

/** The queues whose new tickets are told here. */
function DeskQueues({ channel }: { channel: MyChannel }) {
  const { t } = useTranslation('panels');
  const queues = useQuery(commandQuery(listQueues, {}));
  const desks = useQuery(commandQuery(listDeskChannels, {}));
  const error = queues.error ?? desks.error;
  if (error) return <Failure compact error={error} />;
  if (!queues.data || !desks.data) return <RowsSkeleton rows={2} avatar={false} />;

  const isHere = (queueId: QueueId) =>
    desks.data.channels.some((each) => each.queueId === queueId && each.channelId === channel.id);
  const set = (queueId: QueueId, here: boolean) => {
    const desk = { queueId, channelId: here ? channel.id : null };
    hub.call(setDeskChannel, desk).then(
      () =>
        patchQuery(listDeskChannels, {}, ({ channels }) => ({
          channels: channels.map((each) => (each.queueId === queueId ? desk : each)),
        })),
      toastError,
    );
  };
  return (
    <>
      <p className={classes.hint}>{t('channel.deskHint')}</p>
      {queues.data.queues.map(({ id, name }) => (
        <Switch
          key={id}
          size="xs"
          label={name}
          checked={isHere(id)}
          onChange={(event) => set(id, event.currentTarget.checked)}
        />
      ))}
    </>
  );
}

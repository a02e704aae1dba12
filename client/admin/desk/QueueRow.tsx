import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { archiveQueue, type QueueSetup } from '#shared/contract/desk.ts';
import { Chip } from '../../app/Chip.tsx';
import { hub } from '../../app/hub.ts';
import { toast, toastError } from '../../app/toast.ts';
import rows from '../rules/rules.module.css';
import classes from './desk.module.css';
import { refreshQueues } from './queues.core.ts';

const mostNamed = 4;

export function QueueRow({ queue, onEdit }: { queue: QueueSetup; onEdit: () => void }) {
  const { t } = useTranslation('desk');
  const { id: queueId, name, restricted, archived, members, load, overdueHours, rules } = queue;
  const names = members.slice(0, mostNamed).map(({ displayName }) => displayName);
  const others = members.length - names.length;
  const facts = [
    t('queues.load', { count: load }),
    t('queues.overdue', { count: overdueHours }),
    rules.remindAfterHours !== null && t('queues.reminds', { count: rules.remindAfterHours }),
    rules.closeAfterHours !== null && t('queues.closes', { count: rules.closeAfterHours }),
    !rules.keepAttachments && t('queues.forgets'),
  ];
  const archive = async () => {
    try {
      await hub.call(archiveQueue, { queueId, archived: !archived });
      toast(t(archived ? 'queues.restored' : 'queues.archivedNow', { name }));
      await refreshQueues();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <li className={rows.row} data-off={archived}>
      <div className={rows.words}>
        <span className={classes.title}>
          <button type="button" className={rows.open} onClick={onEdit}>
            {name}
          </button>
          {restricted && <Chip>{t('queues.restricted')}</Chip>}
          {archived && <Chip>{t('queues.archived')}</Chip>}
        </span>
        <span className={rows.facts}>{facts.filter(Boolean).join(' · ')}</span>
        <span className={rows.facts}>
          {members.length === 0
            ? t('queues.nobody')
            : others > 0
              ? t('queues.membersMore', { names: names.join(', '), count: others })
              : names.join(', ')}
        </span>
      </div>
      <div className={rows.tools}>
        <Tooltip label={t('edit')}>
          <ActionIcon aria-label={t('editOne', { name })} onClick={onEdit}>
            <IconPencil size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t(archived ? 'queues.restore' : 'queues.archive')}>
          <ActionIcon
            aria-label={t(archived ? 'queues.restoreOne' : 'queues.archiveOne', { name })}
            onClick={() => void archive()}
          >
            {archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </li>
  );
}

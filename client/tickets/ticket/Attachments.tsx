import { IconDownload, IconFile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/contract/ids.ts';
import type { TicketAttachment } from '#shared/contract/tickets.ts';
import { useFormats } from '../../app/time.ts';
import classes from './Attachments.module.css';

/** Files of an entry: pictures to be seen, all else to be saved. */
export function Attachments(props: { ticketId: TicketId; attachments: readonly TicketAttachment[] }) {
  const { t } = useTranslation('tickets');
  const { fileSize } = useFormats();
  if (props.attachments.length === 0) return null;
  return (
    <ul className={classes.attachments} aria-label={t('files.title')}>
      {props.attachments.map(({ id, name, type, size }) => {
        const href = `/api/v1/tickets/${props.ticketId}/attachments/${id}`;
        return (
          <li key={id}>
            {isPicture(type) ? (
              <a href={href} target="_blank" rel="noreferrer" className={classes.picture}>
                <img src={href} alt={name} loading="lazy" />
              </a>
            ) : (
              <a href={href} download={name} className={classes.file}>
                <IconFile size={18} aria-hidden="true" />
                <span className={classes.name}>{name}</span>
                <span className={classes.size}>{fileSize(size)}</span>
                <IconDownload size={14} aria-hidden="true" />
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Those that the hub serves to be shown. */
const isPicture = (type: string) => /^image\/(?:png|jpeg|gif|webp)$/.test(type);

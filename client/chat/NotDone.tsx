import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../app/errors.ts';
import classes from './NotDone.module.css';
import type { Row } from './rows.ts';
import { chat } from './use-chat.ts';

/** A message, an edit or a deletion that the hub did not take stays visible, with a way on. */
export function NotDone({ row }: { row: Row }) {
  const { t } = useTranslation(['chat', 'common']);
  const { outgoing, failed } = row;
  if (outgoing?.state === 'failed')
    return (
      <Line
        words={t('message.notSent')}
        reason={describeError(outgoing.error, t).title}
        onRetry={() => chat.outbox.retry(outgoing.clientId)}
        onDiscard={() => chat.outbox.discard(outgoing.clientId)}
      />
    );
  if (failed === null) return null;
  return (
    <Line
      words={failed.kind === 'edit' ? t('message.notEdited') : t('message.notDeleted')}
      onRetry={() => void chat.changes.retry(failed.message.id)}
      onDiscard={() => chat.changes.discard(failed.message.id)}
    />
  );
}

function Line(props: { words: string; reason?: string; onRetry: () => void; onDiscard: () => void }) {
  const { t } = useTranslation('chat');
  return (
    <div className={classes.line} role="alert">
      <IconAlertCircle size={15} aria-hidden="true" />
      <span>
        {props.words} {props.reason}
      </span>
      <button type="button" onClick={props.onRetry}>
        {t('message.tryAgain')}
      </button>
      <button type="button" onClick={props.onDiscard}>
        {t('message.discard')}
      </button>
    </div>
  );
}

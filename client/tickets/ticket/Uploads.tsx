import { Loader } from '@mantine/core';
import { IconAlertCircle, IconPaperclip, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../../app/errors.ts';
import type { Upload } from '../core/uploads.core.ts';
import { tickets } from '../use-tickets.ts';
import classes from './Uploads.module.css';

/** Files that go with what is being written. */
export function Uploads({ uploads }: { uploads: readonly Upload[] }) {
  const { t } = useTranslation('tickets');
  if (uploads.length === 0) return null;
  return (
    <ul className={classes.uploads} aria-label={t('files.title')}>
      {uploads.map((upload) => (
        <li key={upload.key} className={classes.upload} data-state={upload.state}>
          <Sign state={upload.state} />
          <span className={classes.name}>{upload.file.name}</span>
          {upload.state === 'failed' && <Refused upload={upload} />}
          <button
            type="button"
            aria-label={t('files.remove', { name: upload.file.name })}
            onClick={() => tickets.uploads.remove(upload.key)}
          >
            <IconX size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Sign({ state }: { state: Upload['state'] }) {
  if (state === 'sending') return <Loader size={12} />;
  return state === 'failed' ? <IconAlertCircle size={14} /> : <IconPaperclip size={14} />;
}

function Refused({ upload }: { upload: Extract<Upload, { state: 'failed' }> }) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <>
      <span role="alert">{describeError(upload.error, t).title}</span>
      <button type="button" onClick={() => tickets.uploads.retry(upload.key)}>
        {t('common:actions.retry')}
      </button>
    </>
  );
}

import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Toasts.module.css';
import { dismissToast, type Toast, useToasts } from './toasts.ts';

/** Above everything, in the corner that covers least. The regions stay mounted so that screen readers hear what comes. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={classes.stack}>
      <div role="status">
        {toasts
          .filter(({ kind }) => kind === 'done')
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
      </div>
      <div role="alert">
        {toasts
          .filter(({ kind }) => kind === 'failed')
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
      </div>
    </div>
  );
}

function ToastCard({ toast: { id, kind, title, text, action } }: { toast: Toast }) {
  const { t } = useTranslation('common');
  return (
    <div className={classes.toast} data-kind={kind}>
      <span className={classes.icon}>
        {kind === 'done' ? (
          <IconCheck size={18} aria-hidden="true" />
        ) : (
          <IconAlertTriangle size={18} aria-hidden="true" />
        )}
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {text && <p className={classes.text}>{text}</p>}
      </div>
      {action && (
        <button
          type="button"
          className={classes.action}
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label={t('actions.close')}
        onClick={() => dismissToast(id)}
      >
        <IconX size={16} />
      </button>
    </div>
  );
}

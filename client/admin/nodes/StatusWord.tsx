import { useTranslation } from 'react-i18next';
import type { AdminNode } from '#shared/contract/admin.ts';
import classes from './StatusWord.module.css';

/** A node that says it has trouble is not fine, whatever was asked of it. */
export const shownStatus = ({ status, trouble }: Pick<AdminNode, 'status' | 'trouble'>) =>
  trouble !== null && status !== 'silent' ? 'trouble' : status;

/** Shape, colour and word. */
export function StatusWord({ node }: { node: Pick<AdminNode, 'status' | 'trouble'> }) {
  const { t } = useTranslation('admin');
  const status = shownStatus(node);
  return (
    <span
      className={classes.root}
      data-status={status}
      data-note={node.trouble ?? t(`status.notes.${status}`)}
    >
      <span className={classes.dot} aria-hidden="true" />
      {t(`status.${status}`)}
    </span>
  );
}

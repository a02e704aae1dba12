import { type KeyboardEvent, memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { AuditEntry } from '#shared/contract/admin.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { useFormats } from '../../app/time.ts';
import classes from './AuditList.module.css';
import { useActionName } from './use-action-name.ts';

const nearEnd = 30;

type Props = {
  entries: AuditEntry[];
  chosen: number | undefined;
  onChoose: (entry: AuditEntry | undefined) => void;
  onEnd: () => void;
};

export function AuditList({ entries, chosen, onChoose, onEnd }: Props) {
  const { t } = useTranslation('admin');
  const list = useRef<VirtualizerHandle>(null);
  const at = entries.findIndex(({ seq }) => seq === chosen);
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const before = Math.max(0, at - 1);
    const steps: Record<string, number> = {
      j: at + 1,
      ArrowDown: at + 1,
      k: before,
      ArrowUp: before,
      Home: 0,
      End: entries.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      const next = Math.max(0, Math.min(entries.length - 1, to));
      onChoose(entries[next]);
      list.current?.scrollToIndex(next, { align: 'nearest' });
    } else if (event.key === 'Escape' && at >= 0) onChoose(undefined);
    else if (event.key === 'Enter' && at >= 0) document.querySelector<HTMLElement>('[data-details]')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={classes.list}
      role="listbox"
      aria-label={t('sections.audit')}
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `audit-${chosen}` : undefined}
      onKeyDown={pressed}
    >
      <Virtualizer
        ref={list}
        data={entries}
        onScroll={(offset) => {
          const handle = list.current;
          if (handle && handle.findItemIndex(offset + handle.viewportSize) > entries.length - nearEnd)
            onEnd();
        }}
      >
        {(entry) => (
          <AuditRow key={entry.seq} entry={entry} chosen={entry.seq === chosen} onChoose={onChoose} />
        )}
      </Virtualizer>
    </div>
  );
}

type RowProps = { entry: AuditEntry; chosen: boolean; onChoose: (entry: AuditEntry) => void };

const AuditRow = memo(function AuditRow({ entry, chosen, onChoose }: RowProps) {
  const { t } = useTranslation('admin');
  const { moment } = useFormats();
  const action = useActionName()(entry.action);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list keeps the focus and takes the keys
    <div
      id={`audit-${entry.seq}`}
      className={classes.row}
      role="option"
      aria-selected={chosen}
      onClick={() => onChoose(entry)}
    >
      <span className={classes.when}>{moment(entry.at)}</span>
      <span className={classes.who}>
        {entry.actor ? (
          <>
            <PersonAvatar person={entry.actor} size={22} /> <span>{entry.actor.displayName}</span>
          </>
        ) : (
          <span className={classes.soft}>{t('audit.nobody')}</span>
        )}
      </span>
      <span className={classes.what}>
        <span className={classes.action}>{action}</span>
        {entry.target && <span className={classes.soft}>{entry.target.name}</span>}
      </span>
      <span className={classes.where}>{entry.address}</span>
    </div>
  );
});

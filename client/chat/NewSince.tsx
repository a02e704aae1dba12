import { IconArrowUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import { toastError } from '../app/toast.ts';
import classes from './NewSince.module.css';
import { chat } from './use-chat.ts';
import type { ReadyView } from './view.core.ts';

/** More is new than was loaded: leads up to the first new message. */
export function NewSince({ channel, view }: { channel: MyChannel; view: ReadyView }) {
  const { t } = useTranslation(['chat', 'common']);
  const [hiddenFor, setHiddenFor] = useState<number | null>(null);
  const { divider, window } = view;
  const first = window.messages[0]?.position ?? 0;
  const isAbove = divider !== null && window.moreBefore && first > divider + 1;
  if (!isAbove || hiddenFor === divider) return null;
  const jump = () => {
    setHiddenFor(divider);
    chat
      .view(channel.id)
      .open({ around: divider + 1, place: 'unread' })
      .catch(toastError);
  };
  return (
    <div className={classes.bar}>
      <button type="button" className={classes.jump} onClick={jump}>
        <IconArrowUp size={16} aria-hidden="true" />
        {t('list.firstUnread')}
      </button>
      <button
        type="button"
        className={classes.close}
        aria-label={t('common:actions.close')}
        onClick={() => setHiddenFor(divider)}
      >
        <IconX size={16} />
      </button>
    </div>
  );
}

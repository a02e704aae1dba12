import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import classes from './Beginning.module.css';

/** Above the first message: where one is, and what to do when nobody has written yet. */
export function Beginning(props: { channel: MyChannel; isEmpty: boolean; compact: boolean }) {
  const { t } = useTranslation('chat');
  const { channel, isEmpty, compact } = props;
  const title = compact ? t('beginning.titleHere') : t('beginning.title', { channel: channel.name });
  return (
    <div className={classes.beginning} data-compact={compact}>
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>
        {isEmpty ? t('beginning.sayHello') : channel.topic || t('beginning.text')}
      </p>
    </div>
  );
}

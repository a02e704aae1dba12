import { useTranslation } from 'react-i18next';
import type { ChannelId } from '#shared/contract/ids.ts';
import classes from './TypingLine.module.css';
import { useTyping } from './use-chat.ts';

/** Who is writing. Its height is always there, so that nothing moves. */
export function TypingLine({ channelId }: { channelId: ChannelId }) {
  const { t } = useTranslation('chat');
  const [first, second, ...more] = useTyping(channelId);
  const words =
    first === undefined
      ? ''
      : second === undefined
        ? t('typing.one', { name: first.displayName })
        : more.length === 0
          ? t('typing.two', { first: first.displayName, second: second.displayName })
          : t('typing.many');
  return (
    <div className={classes.line} aria-live="polite">
      {words !== '' && (
        <>
          <span className={classes.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words}
        </>
      )}
    </div>
  );
}

import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#shared/contract/ids.ts';
import type { Quality } from '../core/quality.ts';
import classes from './QualityMark.module.css';
import { useCallState } from './use-call.ts';

/** Three little bars: full while all is well, fewer and coloured when not. */
export function QualityMark({ participantId }: { participantId: ParticipantId }) {
  const quality = useCallState((state) => state.quality.get(participantId)?.quality);
  return quality ? <Bars quality={quality} /> : null;
}

export function Bars({ quality }: { quality: Quality }) {
  const { t } = useTranslation('meetings');
  const words = t(`quality.${quality.level}`);
  const label = quality.reason ? `${words}: ${t(`quality.reasons.${quality.reason}`)}` : words;
  return (
    <Tooltip label={label}>
      <span className={classes.bars} data-level={quality.level} role="img" aria-label={label}>
        <span />
        <span />
        <span />
      </span>
    </Tooltip>
  );
}

import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import type { Quality } from '../core/quality.ts';
import { spansRegions } from '../core/room-state.ts';
import classes from './QualityMark.module.css';
import { useCallState } from './use-call.ts';

/** Three little bars: full while all is well, fewer and coloured when not. */
export function QualityMark({ participantId }: { participantId: ParticipantId }) {
  const quality = useCallState((state) => state.quality.get(participantId)?.quality);
  const region = useRegion(participantId);
  return quality ? <Bars quality={quality} region={region} /> : null;
}

/** Where somebody's media node stands, in a room that spans several regions. */
export const useRegion = (id: ParticipantId): Region | undefined =>
  useCallState(({ room }) =>
    room && spansRegions(room) ? room.participants.find((one) => one.id === id)?.region : undefined,
  );

export function Bars({ quality, region }: { quality: Quality; region: Region | undefined }) {
  const { t } = useTranslation('meetings');
  const words = t(`quality.${quality.level}`);
  const judged = quality.reason ? `${words}: ${t(`quality.reasons.${quality.reason}`)}` : words;
  const label = region ? `${judged} · ${t(`quality.regions.${region}`)}` : judged;
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

import { useTranslation } from 'react-i18next';
import { Quiet } from '../../app/Page.tsx';
import type { StreamReport } from '../core/quality-watch.ts';
import type { Member } from '../core/room-state.ts';
import { QualityMark, useRegion } from './QualityMark.tsx';
import classes from './QualityTable.module.css';
import { useCall, useCallState } from './use-call.ts';

/** The figures behind the little bars: what flows to and from everybody, measured by the browser. */
export function QualityTable() {
  const { t } = useTranslation('meetings');
  const { participantId } = useCall();
  const room = useCallState((state) => state.room);
  const quality = useCallState((state) => state.quality);
  const rows = (room?.participants ?? []).flatMap((participant) => {
    const report = quality.get(participant.id);
    return report ? [{ participant, report }] : [];
  });
  if (rows.length === 0) return <Quiet>{t('quality.measuring')}</Quiet>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('quality.title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('quality.who')}</th>
            <th scope="col">{t('quality.stream')}</th>
            <th scope="col">{t('quality.rate')}</th>
            <th scope="col">{t('quality.picture')}</th>
            <th scope="col">{t('quality.loss')}</th>
            <th scope="col">{t('quality.jitter')}</th>
            <th scope="col">{t('quality.delay')}</th>
          </tr>
        </thead>
        {rows.map(({ participant, report }) => (
          <tbody key={participant.id}>
            {report.streams.map((stream, index) => (
              <Row
                key={stream.id}
                stream={stream}
                name={index === 0 ? nameOf(participant, participant.id === participantId, t('tile.you')) : ''}
                mark={index === 0 ? <QualityMark participantId={participant.id} /> : null}
                region={
                  index === 1 || report.streams.length === 1 ? <RegionName participant={participant} /> : null
                }
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Row({
  stream: { source, rates },
  name,
  mark,
  region,
}: {
  stream: StreamReport;
  name: string;
  mark: React.ReactNode;
  region: React.ReactNode;
}) {
  const { t, i18n } = useTranslation('meetings');
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(value);
  const picture =
    rates.kind === 'video' && rates.width
      ? `${rates.width} × ${rates.height ?? 0}, ${number(rates.framesPerSecond ?? 0)}/s`
      : '–';
  return (
    <tr>
      <td>
        <span className={classes.who}>
          {mark}
          {name}
        </span>
        {region}
      </td>
      <td>{t(`quality.sources.${source}`)}</td>
      <td>{number(rates.kbps)} kbit/s</td>
      <td>{picture}</td>
      <td>{number(rates.lossRatio * 100, 1)} %</td>
      <td>{number(rates.jitterMs)} ms</td>
      <td>{rates.rttMs === undefined ? '–' : `${number(rates.rttMs)} ms`}</td>
    </tr>
  );
}

/** On the second line of somebody, below the name. */
function RegionName({ participant }: { participant: Member }) {
  const { t } = useTranslation('meetings');
  const region = useRegion(participant.id);
  return region ? <span className={classes.region}>{t(`quality.regions.${region}`)}</span> : null;
}

const nameOf = ({ person }: Member, self: boolean, you: string): string => (self ? you : person.displayName);

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAdjustments,
  IconMaximize,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WallPage } from '#shared/contract/wall.ts';
import { createFormats } from '../app/formats.ts';
import { regional } from '../app/time.ts';
import { changedAtOf } from './summary.ts';
import { type Alarm, play, useAlarm } from './use-alarm.ts';
import { useScene } from './use-wall.ts';
import type { WallOptions } from './wall-options.ts';
import classes from './WallBar.module.css';

type Props = {
  title: string;
  page: WallPage;
  turn: number;
  seconds: number;
  isLive: boolean;
  options: WallOptions;
  allPages: readonly WallPage[];
  onShow: (page: WallPage) => void;
  onRefresh: () => void;
};

/** What is shown, how old it is, and what comes next. */
export function WallBar(props: Props) {
  const { t, i18n } = useTranslation('wall');
  const { title, page, options, allPages } = props;
  const { boards, timeZone } = useScene();
  const formats = useMemo(() => createFormats(regional(i18n.language), timeZone), [i18n.language, timeZone]);
  const changedAt = changedAtOf(boards);
  const alarm = useSoundOfAlarms(options.sound);
  return (
    <header className={classes.bar} data-alarm={alarm}>
      <p className={classes.title}>{title}</p>
      <nav className={classes.pages} aria-label={t('screen.pages')}>
        {options.pages.map((each) => (
          <button
            key={each}
            type="button"
            className={classes.tab}
            aria-current={each === page ? 'page' : undefined}
            onClick={() => props.onShow(each)}
          >
            {t(`pages.${each}`)}
            {each === page && options.pages.length > 1 && (
              <span
                key={props.turn}
                className={classes.progress}
                data-paused={options.isPaused || undefined}
                style={{ animationDuration: `${props.seconds}s` }}
              />
            )}
          </button>
        ))}
      </nav>
      <p className={classes.state} role="status">
        {!props.isLive && <strong>{t('screen.stale')}</strong>}
        {changedAt && <span>{t('changedAt', { time: formats.moment(changedAt) })}</span>}
      </p>
      <div className={classes.tools}>
        <Tool label={t('refresh')} onClick={props.onRefresh} icon={<IconRefresh />} />
        <Tool
          label={t(options.isPaused ? 'screen.goOn' : 'screen.pause')}
          onClick={options.togglePause}
          icon={options.isPaused ? <IconPlayerPlay /> : <IconPlayerPause />}
        />
        <Tool
          label={t(options.sound ? 'screen.soundOff' : 'screen.soundOn')}
          onClick={options.toggleSound}
          icon={options.sound ? <IconVolume /> : <IconVolumeOff />}
        />
        <Tool label={t('fullScreen')} onClick={toggleFullScreen} icon={<IconMaximize />} />
        <Menu position="bottom-end" closeOnItemClick={false}>
          <Menu.Target>
            <ActionIcon size="lg" aria-label={t('screen.choose')}>
              <IconAdjustments />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {allPages.map((each) => (
              <Menu.CheckboxItem
                key={each}
                checked={options.pages.includes(each)}
                onChange={() => options.togglePage(each)}
              >
                {t(`pages.${each}`)}
              </Menu.CheckboxItem>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}

const Tool = ({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) => (
  <ActionIcon size="lg" aria-label={label} title={label} onClick={onClick}>
    {icon}
  </ActionIcon>
);

function toggleFullScreen(): void {
  // Refused without a touch or key, which is what called this.
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => undefined);
}

const alarmShownMs = 10_000;
/** Rings and colours the bar for a while when something has become worse, where that was switched on. */
function useSoundOfAlarms(isOn: boolean): Alarm | undefined {
  const { boards } = useScene();
  const audio = useRef<AudioContext>(undefined);
  const [alarm, setAlarm] = useState<Alarm>();
  useEffect(() => {
    if (!isOn) return;
    const context = new AudioContext();
    audio.current = context;
    return () => {
      audio.current = undefined;
      void context.close();
    };
  }, [isOn]);
  useEffect(() => {
    if (!alarm) return;
    const timer = setTimeout(() => setAlarm(undefined), alarmShownMs);
    return () => clearTimeout(timer);
  }, [alarm]);
  const ring = useCallback((next: Alarm) => {
    if (!audio.current) return;
    play(next, audio.current);
    setAlarm(next);
  }, []);
  useAlarm(boards, ring);
  return alarm;
}

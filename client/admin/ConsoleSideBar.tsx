import {
  type Icon,
  IconAdjustments,
  IconArrowsDiff,
  IconBolt,
  IconCoinEuro,
  IconHeartbeat,
  IconHistory,
  IconMail,
  IconMessageCircleQuestion,
  IconPlug,
  IconServer2,
  IconStopwatch,
  IconUsers,
  IconUsersGroup,
  IconVideo,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SideBar } from '../app/Page.tsx';
import { SideBarLink } from '../app/SideBarLink.tsx';
import classes from './ConsoleSideBar.module.css';
import { healthQuery, needsCare } from './health/health.core.ts';
import { type Section, sectionGroups } from './sections.ts';

const icons: Record<Section, Icon> = {
  nodes: IconServer2,
  rooms: IconVideo,
  health: IconHeartbeat,
  audit: IconHistory,
  people: IconUsers,
  spaces: IconUsersGroup,
  invitations: IconMail,
  widgets: IconMessageCircleQuestion,
  rules: IconBolt,
  sla: IconStopwatch,
  settings: IconAdjustments,
  connectors: IconPlug,
  autoscale: IconArrowsDiff,
  cost: IconCoinEuro,
};

export function ConsoleSideBar() {
  const { t } = useTranslation('admin');
  const health = useQuery(healthQuery()).data;
  const troubles = health?.checks.filter(needsCare).length ?? 0;
  return (
    <SideBar title={t('common:modules.console')}>
      {sectionGroups.map((group) => (
        <div key={group[0]} className={classes.group}>
          {group.map((section) => {
            const Icon = icons[section];
            return (
              <SideBarLink
                key={section}
                to={`/console/${section}`}
                icon={<Icon size={18} />}
                label={t(`sections.${section}`)}
              >
                {section === 'health' && troubles > 0 && (
                  <span className={classes.troubles} title={t('health.troubles', { count: troubles })}>
                    {troubles}
                  </span>
                )}
              </SideBarLink>
            );
          })}
        </div>
      ))}
    </SideBar>
  );
}

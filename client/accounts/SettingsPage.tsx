import { IconAdjustments, IconKey, IconShieldLock, IconUserCircle } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page, PageBody, PageHeader, SideBar, SplitPage } from '../app/Page.tsx';
import { SideBarLink } from '../app/SideBarLink.tsx';
import { PreferencesSection } from './PreferencesSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import { SecuritySection } from './SecuritySection.tsx';
import { isSection, type Section, sections } from './sections.ts';
import { TokensSection } from './TokensSection.tsx';

const icons = {
  profile: IconUserCircle,
  preferences: IconAdjustments,
  security: IconShieldLock,
  tokens: IconKey,
};
const bodies = {
  profile: ProfileSection,
  preferences: PreferencesSection,
  security: SecuritySection,
  tokens: TokensSection,
};

/** What one person may change about themselves. Without a section: the list, for a phone. */
export function SettingsPage() {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const { section: name } = useParams({ strict: false });
  const section: Section = name !== undefined && isSection(name) ? name : 'profile';
  const Body = bodies[section];
  return (
    <SplitPage
      showing={name === undefined ? 'sideBar' : 'content'}
      sideBar={
        <SideBar title={t('settings.title')}>
          {sections.map((one) => {
            const Icon = icons[one];
            return (
              <SideBarLink
                key={one}
                to="/settings/$section"
                params={{ section: one }}
                icon={<Icon size={18} />}
                label={t(`settings.sections.${one}`)}
              />
            );
          })}
        </SideBar>
      }
    >
      <Page>
        <PageHeader
          title={t(`settings.sections.${section}`)}
          onBack={() => void navigate({ to: '/settings' })}
        />
        <PageBody width="reading">
          <Body key={section} />
        </PageBody>
      </Page>
    </SplitPage>
  );
}

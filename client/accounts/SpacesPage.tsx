import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/hub.ts';
import { EmptyState, Page, PageBody, PageHeader, SplitPage } from '../app/Page.tsx';
import { NewSpaceDialog } from './NewSpaceDialog.tsx';
import { PeopleSideBar } from './PeopleSideBar.tsx';

/** What a space is, for who came without choosing one. On a phone the list itself. */
export function SpacesPage() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const [creating, setCreating] = useState(false);
  return (
    <SplitPage sideBar={<PeopleSideBar />} showing="sideBar">
      <Page>
        <PageHeader title={t('spaces.title')} />
        <PageBody>
          <EmptyState
            icon={<IconUsersGroup size={24} />}
            title={t('spaces.choose')}
            action={
              me.can.createSpace && (
                <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
                  {t('spaces.create')}
                </Button>
              )
            }
          >
            {t('spaces.what')}
          </EmptyState>
        </PageBody>
      </Page>
      <NewSpaceDialog opened={creating} onClose={() => setCreating(false)} />
    </SplitPage>
  );
}

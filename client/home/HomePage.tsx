import { useTranslation } from 'react-i18next';
import { Page, PageBody, PageHeader } from '../app/Page.tsx';

export function HomePage() {
  const { t } = useTranslation('common');
  return (
    <Page>
      <PageHeader title={t('modules.home')} />
      <PageBody>{null}</PageBody>
    </Page>
  );
}

import { useTranslation } from 'react-i18next';
import { Page, PageBody, PageHeader } from '../../app/Page.tsx';
import { useBack } from '../use-back.ts';

export function CostPage() {
  const { t } = useTranslation('admin');
  return (
    <Page>
      <PageHeader title={t('sections.cost')} onBack={useBack()} />
      <PageBody>{null}</PageBody>
    </Page>
  );
}

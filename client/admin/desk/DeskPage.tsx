import { useTranslation } from 'react-i18next';
import { Page, PageBody, PageHeader } from '../../app/Page.tsx';
import { useBack } from '../use-back.ts';
import rows from '../rules/rules.module.css';
import { Labels } from './Labels.tsx';
import { Queues } from './Queues.tsx';

/** How the desk is set up: its queues, and its words for priorities and statuses. */
export function DeskPage() {
  const { t } = useTranslation('admin');
  return (
    <Page>
      <PageHeader title={t('sections.desk')} onBack={useBack()} />
      <PageBody>
        <div className={rows.root}>
          <Queues />
          <Labels field="priority" />
          <Labels field="status" />
        </div>
      </PageBody>
    </Page>
  );
}

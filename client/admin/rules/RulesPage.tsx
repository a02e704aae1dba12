import { useTranslation } from 'react-i18next';
import { Page, PageBody, PageHeader } from '../../app/Page.tsx';
import { useBack } from '../use-back.ts';
import classes from './rules.module.css';
import { Triggers } from './Triggers.tsx';
import { Webhooks } from './Webhooks.tsx';

/** What happens by itself when something happens to a ticket. */
export function RulesPage() {
  const { t } = useTranslation('admin');
  return (
    <Page>
      <PageHeader title={t('sections.rules')} onBack={useBack()} />
      <PageBody>
        <div className={classes.root}>
          <Triggers />
          <Webhooks />
        </div>
      </PageBody>
    </Page>
  );
}

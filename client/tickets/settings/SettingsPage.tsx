import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/hub.ts';
import { Page, PageBody, PageHeader } from '../../app/Page.tsx';
import classes from './SettingsPage.module.css';

const pages = ['canned', 'macros', 'templates', 'fields'] as const;

/** One of the pages where the desk prepares its work, with ways to the others. */
export function SettingsPage({ actions, children }: { actions: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const { isAdmin } = useMe();
  return (
    <Page>
      <PageHeader
        title={t('title')}
        onBack={() => void navigate({ to: '/tickets', search: {} })}
        actions={actions}
      />
      <PageBody width="reading">
        <nav className={classes.pages} aria-label={t('title')}>
          {pages
            .filter((page) => isAdmin || page !== 'fields')
            .map((page) => (
              <Link
                key={page}
                to={`/tickets/${page}`}
                className={classes.page}
                activeProps={{ 'aria-current': 'page' }}
              >
                {t(`pages.${page}`)}
              </Link>
            ))}
        </nav>
        {children}
      </PageBody>
    </Page>
  );
}

import { IconMapPinQuestion } from '@tabler/icons-react';
import { type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LinkButton } from './LinkButton.tsx';
import { EmptyState, Failure } from './States.tsx';

/** A page that could not be loaded or drawn. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  return (
    <main id="content" tabIndex={-1} style={{ display: 'flex', flex: 1 }}>
      <Failure error={error} onRetry={reset} />
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation('common');
  return (
    <main id="content" tabIndex={-1} style={{ display: 'flex', flex: 1 }}>
      <EmptyState
        icon={<IconMapPinQuestion size={24} />}
        isPage
        title={t('notFound.title')}
        action={
          <LinkButton variant="default" to="/">
            {t('notFound.home')}
          </LinkButton>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </main>
  );
}

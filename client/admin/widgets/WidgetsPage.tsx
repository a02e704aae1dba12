import { IconMessageCircleQuestion, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listWidgets, type Widget } from '#shared/contract/widget.ts';
import { Chip } from '../../app/Chip.tsx';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import table from '../kit/Table.module.css';
import { useBack } from '../use-back.ts';
import { WidgetForm } from './WidgetForm.tsx';
import classes from './WidgetsPage.module.css';

/** The boxes on web sites: the list of them, or one of them. */
export function WidgetsPage() {
  const { t } = useTranslation('admin');
  const navigate = useNavigate({ from: '/console/widgets' });
  const { widget: chosen } = useSearch({ from: '/shell/member/console/widgets' });
  const list = useQuery(commandQuery(listWidgets, {}));
  const back = useBack();
  const open = (widget: string) => void navigate({ search: { widget } });
  const close = () => void navigate({ search: {} });
  const widgets = list.data?.widgets ?? [];
  const widget = widgets.find(({ id }) => id === chosen);
  const isForm = chosen === 'new' || widget !== undefined;
  const title = widget?.name ?? t(chosen === 'new' ? 'widgets.create' : 'sections.widgets');
  const create = (
    <HeaderButton icon={<IconPlus size={16} />} label={t('widgets.create')} onClick={() => open('new')} />
  );
  return (
    <Page>
      <PageHeader title={title} onBack={isForm ? close : back} actions={isForm ? undefined : create} />
      <PageBody width={isForm ? 'reading' : 'full'}>
        {list.isPending && <RowsSkeleton rows={4} avatar={false} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {isForm && <WidgetForm key={chosen} widget={widget} onMade={open} onGone={close} />}
        {!isForm && list.isSuccess && widgets.length === 0 && (
          <EmptyState
            icon={<IconMessageCircleQuestion size={24} />}
            title={t('widgets.none')}
            action={create}
          >
            {t('widgets.noneHint')}
          </EmptyState>
        )}
        {!isForm && widgets.length > 0 && <List widgets={widgets} onOpen={open} />}
      </PageBody>
    </Page>
  );
}

function List({ widgets, onOpen }: { widgets: readonly Widget[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation('admin');
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label={t('sections.widgets')}>
        <thead>
          <tr>
            <th scope="col">{t('widgets.name')}</th>
            <th scope="col">{t('widgets.sites')}</th>
            <th scope="col">{t('widgets.state')}</th>
          </tr>
        </thead>
        <tbody>
          {widgets.map((widget) => (
            <tr key={widget.id} className={table.row} onClick={() => onOpen(widget.id)}>
              <th scope="row">
                <button type="button" className={classes.open}>
                  <span className={classes.swatch} style={{ background: widget.theme.accent }} />
                  {widget.name}
                </button>
              </th>
              <td className={classes.sites}>{widget.origins.join(', ') || t('widgets.noSites')}</td>
              <td>
                <Chip>{t(widget.enabled ? 'widgets.enabled' : 'widgets.disabled')}</Chip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

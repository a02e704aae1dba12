import { IconPlus, IconServer2 } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeId } from '#shared/contract/ids.ts';
import { isTyping } from '../../app/focus.ts';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { focusFirstRow } from '../kit/row-keys.ts';
import table from '../kit/Table.module.css';
import { useBack } from '../use-back.ts';
import { WorldMap } from '../map/WorldMap.tsx';
import { AddNodeDialog } from './AddNodeDialog.tsx';
import { NodeDetails } from './NodeDetails.tsx';
import classes from './NodesPage.module.css';
import { NodeTable } from './NodeTable.tsx';
import { Totals } from './Totals.tsx';
import { nodes, useNodes, useWatchedNodes } from './use-nodes.ts';

/** Every process of the installation, live. */
export function NodesPage() {
  const { t } = useTranslation('admin');
  useWatchedNodes();
  const navigate = useNavigate({ from: '/console/nodes' });
  const { node: chosen } = useSearch({ from: '/shell/member/console/nodes' });
  const { ready, error, nodes: list } = useNodes((state) => state);
  const [adding, setAdding] = useState(false);
  const open = useCallback(
    (node: NodeId) => void navigate({ search: (old) => ({ ...old, node }), replace: true }),
    [navigate],
  );
  const close = () => {
    void navigate({ search: {}, replace: true });
    document.querySelector<HTMLElement>('[data-row][aria-expanded=true]')?.focus();
  };
  useFirstRowKey();
  return (
    <Page details={chosen !== undefined && <NodeDetails key={chosen} id={chosen} onClose={close} />}>
      <PageHeader
        title={t('nodes.title')}
        onBack={useBack()}
        actions={
          <HeaderButton
            primary
            icon={<IconPlus size={16} />}
            label={t('nodes.add')}
            onClick={() => setAdding(true)}
          />
        }
      />
      <PageBody width="full">
        {!ready && error === null && <RowsSkeleton rows={8} avatar={false} />}
        {!ready && error !== null && <Failure error={error} onRetry={() => void nodes.retry()} />}
        {ready && (
          <div className={table.scroll}>
            <div className={classes.top}>
              <Totals nodes={list} />
              <div className={classes.map}>
                <WorldMap nodes={list} chosen={chosen} onOpen={open} />
              </div>
            </div>
            <NodeTable nodes={list} chosen={chosen} onOpen={open} onClose={close} />
            {list.length === 1 && (
              <p className={classes.hint}>
                <IconServer2 size={18} aria-hidden="true" />
                <span>{t('nodes.single')}</span>
                <button type="button" onClick={() => setAdding(true)}>
                  {t('nodes.add')}
                </button>
              </p>
            )}
          </div>
        )}
      </PageBody>
      <AddNodeDialog opened={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}

/** `j` anywhere on the page starts at the first row; from there the table has the keys. */
function useFirstRowKey(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const free = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key === 'j' && free && !isTyping(event)) focusFirstRow();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}

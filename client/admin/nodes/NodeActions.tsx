import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdminNode, type NodeState, removeNode } from '#shared/contract/admin.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { toast, toastError } from '../../app/toast.ts';
import classes from './NodeActions.module.css';
import { refugesOf } from './totals.ts';
import { nodes, useNodes } from './use-nodes.ts';

type Asking = 'cordon' | 'drain' | 'remove' | null;

/** Cordon, drain, take back, remove; each says first what happens to the people on the node. */
export function NodeActions({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  const [asking, setAsking] = useState<Asking>(null);
  const count = node.figures?.participants ?? 0;
  const close = () => setAsking(null);
  const name = node.name;
  const set = async (state: NodeState) => {
    await nodes.setState(node.id, state);
    toast(t(`actions.done.${state}`, { name }));
  };
  const remove = async () => {
    await hub.call(removeNode, { node: node.id, force: count > 0 });
    nodes.forget(node.id);
    toast(t('actions.done.removed', { name }));
  };
  return (
    <>
      {node.status === 'draining' && <Draining node={node} />}
      <Group gap={6}>
        {(node.status === 'cordoned' || node.status === 'draining') && (
          <Button size="xs" onClick={() => set('active').catch((error: unknown) => toastError(error))}>
            {t('actions.activate')}
          </Button>
        )}
        {node.status === 'active' && (
          <Button size="xs" variant="default" onClick={() => setAsking('cordon')}>
            {t('actions.cordon')}
          </Button>
        )}
        {(node.status === 'active' || node.status === 'cordoned') && (
          <Button size="xs" variant="default" onClick={() => setAsking('drain')}>
            {t('actions.drain')}
          </Button>
        )}
        {node.removable && (
          <Button
            size="xs"
            variant="default"
            className={classes.danger ?? ''}
            onClick={() => setAsking('remove')}
          >
            {t('actions.remove')}
          </Button>
        )}
      </Group>
      <ConfirmDialog
        opened={asking === 'cordon'}
        title={t('actions.ask.cordon', { name })}
        confirm={t('actions.cordon')}
        onConfirm={() => set('cordoned')}
        onClose={close}
      >
        <Consequence action="cordon" node={node} />
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'drain'}
        title={t('actions.ask.drain', { name })}
        confirm={t('actions.drain')}
        onConfirm={() => set('draining')}
        onClose={close}
      >
        <Consequence action="drain" node={node} />
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'remove'}
        title={t('actions.ask.remove', { name })}
        confirm={t('actions.remove')}
        danger
        onConfirm={remove}
        onClose={close}
      >
        <Consequence action="remove" node={node} />
      </ConfirmDialog>
    </>
  );
}

/** What happens to the people on it, and to new ones when no other node is there. */
function Consequence({ action, node }: { action: 'cordon' | 'drain' | 'remove'; node: AdminNode }) {
  const { t } = useTranslation('admin');
  const alone = useNodes((state) => refugesOf(node, state.nodes).length === 0);
  const count = node.figures?.participants ?? 0;
  return (
    <>
      <p>{count === 0 ? t(`actions.empty.${action}`) : t(`actions.people.${action}`, { count })}</p>
      {alone && <p className={classes.warning}>{t(`actions.alone.${action}`)}</p>}
    </>
  );
}

function Draining({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  const left = node.figures?.participants ?? 0;
  const from = useNodes((state) => state.drainedFrom.get(node.id) ?? 0);
  const done = from === 0 ? 1 : (from - left) / from;
  return (
    <div className={classes.draining} role="status">
      <p>{left === 0 ? t('actions.drained') : t('actions.draining', { count: left, moved: from - left })}</p>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ transform: `scaleX(${done})` }} />
      </span>
    </div>
  );
}

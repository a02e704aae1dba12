import { Link } from '@tanstack/react-router';
import type { NodeId } from '#shared/contract/ids.ts';
import { useNodeName } from '../nodes/use-nodes.ts';
import classes from './NodeChip.module.css';

/** A node wherever it is mentioned; leads to it. */
export function NodeChip({ id, beside }: { id: NodeId; beside?: string }) {
  const name = useNodeName(id);
  return (
    <Link
      to="/console/nodes"
      search={{ node: id }}
      className={classes.chip}
      onClick={(event) => event.stopPropagation()}
    >
      {name}
      {beside && <span>{beside}</span>}
    </Link>
  );
}

import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { AdminNode } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { hub } from '../../app/hub.ts';
import type { History } from './history.ts';
import { createNodes, type NodesState } from './nodes.core.ts';

/** The one list of this tab. */
export const nodes = createNodes(hub);

/** Keeps the list live while the component is there. */
export function useWatchedNodes(): void {
  useEffect(() => nodes.watch(), []);
}

export const useNodes = <T>(select: (state: NodesState) => T): T => useStore(nodes.store, select);
export const useNode = (id: string | undefined): AdminNode | undefined =>
  useNodes((state) => state.nodes.find((node) => node.id === id));
export const useHistory = (id: NodeId): History | undefined => useNodes((state) => state.history.get(id));
/** What to call a node elsewhere: its name, or its id when it has left. */
export const useNodeName = (id: NodeId): string =>
  useNodes((state) => state.nodes.find((node) => node.id === id)?.name ?? id);

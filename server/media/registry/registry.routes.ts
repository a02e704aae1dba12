import { type Api, serve } from '#server/http/api.ts';
import { joinNode } from '#shared/contract/nodes.ts';
import type { NodeRegistry } from './registry.ts';

export function nodesRoutes(api: Api, registry: NodeRegistry): void {
  serve(api, joinNode, ({ body, caller }) => registry.join(body, caller));
}

import { type Api, serve } from '#server/http/api.ts';
import { createSpaceRoute, listSpacesRoute } from '#shared/contract/spaces.ts';
import type { Spaces } from './spaces.ts';

export function spacesRoutes(api: Api, spaces: Spaces): void {
  serve(api, listSpacesRoute, async ({ actor }) => ({ spaces: await spaces.list(actor) }));
  serve(api, createSpaceRoute, ({ actor, body }) => spaces.create(actor, body));
}

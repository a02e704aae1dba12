import { type Api, serve } from '#server/http/api.ts';
import { download } from '#server/http/download.ts';
import { exportAudit } from '#shared/contract/admin.ts';
import type { Admin } from './admin.ts';
import { contentTypeOf } from './audit/export.ts';

export function adminRoutes(api: Api, { log }: Admin): void {
  serve(api, exportAudit, async ({ actor, query, response }) =>
    download(response, await log.export(actor, query), {
      name: `audit.${query.format}`,
      type: contentTypeOf(query.format),
    }),
  );
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Api, serve } from '#server/http/api.ts';
import { exportAudit } from '#shared/contract/admin.ts';
import { nothing } from '#shared/contract/define.ts';
import type { Admin } from './admin.ts';
import { contentTypeOf } from './audit/export.ts';

export function adminRoutes(api: Api, { log }: Admin): void {
  serve(api, exportAudit, async ({ actor, query, response }) => {
    const lines = await log.export(actor, query);
    response.set({
      'content-type': contentTypeOf(query.format),
      'content-disposition': `attachment; filename="audit.${query.format}"`,
      'cache-control': 'no-store',
    });
    // Whoever goes away in the middle ends the reading, and nobody has to hear of it.
    await pipeline(Readable.from(lines), response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
    return nothing;
  });
}

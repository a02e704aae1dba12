import { type Api, serve } from '#server/http/api.ts';
import { readingBody } from '#server/http/reading-body.ts';
import { uploadImport } from '#shared/contract/imports.ts';
import type { Imports } from './imports.service.ts';

export function importsRoutes(api: Api, imports: Imports): void {
  serve(api, uploadImport, ({ actor, query, request, response }) =>
    readingBody(request, response, imports.upload(actor, query.name, request)),
  );
}

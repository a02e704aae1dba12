import express, { type Request, type Response, type Router } from 'express';
import { type Authenticate, callerOf } from '#server/http/api.ts';
import { setSessionCookie } from '#server/http/cookies.ts';
import { answerError } from '#server/http/errors.ts';
import type { Logger } from '#server/platform/logger.ts';
import { LinkSecret } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { WidgetDomain } from './widget.ts';

/** `/help/KEY`: the widget as a page of the hub. `/visit/SECRET`: a visitor's way into a call, once. */
export function widgetPages(
  { widgets, visitors }: WidgetDomain,
  authenticate: Authenticate,
  logger: Logger,
): Router {
  const router = express.Router();
  const page = (path: string, serve: (request: Request, response: Response) => Promise<void>) =>
    router.get(path, (request, response) => {
      serve(request, response).catch((error: unknown) => answerError(error, request, response, logger));
    });

  page('/help/:key', async ({ params }, response) => {
    const { key } = widgets.onPage(String(params['key']), undefined);
    response.set('cache-control', 'no-cache').type('html').send(helpPage(key));
  });

  page('/visit/:secret', async (request, response) => {
    const secret = LinkSecret.safeParse(request.params['secret']);
    if (!secret.success) throw new AppError('expired', 'This link no longer works.');
    const signedIn = await authenticate(request);
    const { path, session } = await visitors.useEntryLink(secret.data, signedIn, callerOf(request));
    if (session) setSessionCookie(response, session.token, session.expiresAt);
    response.set('cache-control', 'no-store').redirect(303, path);
  });
  return router;
}

/** The key is one of ours: letters that HTML does not care about. */
const helpPage = (key: string) => `<!doctype html>
<html>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <link rel="icon" href="/favicon.svg" />
    <script src="/widget.js" data-widget="${key}" data-page async></script>
  </head>
  <body></body>
</html>
`;

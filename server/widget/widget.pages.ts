import express, { type Router } from 'express';
import { answerError } from '#server/http/errors.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { WidgetDomain } from './widget.ts';

/** `/help/KEY`: the widget as a page of the hub. */
export function widgetPages({ widgets }: WidgetDomain, logger: Logger): Router {
  const router = express.Router();
  router.get('/help/:key', (request, response) => {
    try {
      const { key } = widgets.onPage(request.params.key, undefined);
      response.set('cache-control', 'no-cache').type('html').send(helpPage(key));
    } catch (error) {
      answerError(error, request, response, logger);
    }
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
    <meta name="referrer" content="no-referrer" />
    <link rel="icon" href="/favicon.svg" />
    <script src="/widget.js" data-widget="${key}" data-page async></script>
  </head>
  <body></body>
</html>
`;

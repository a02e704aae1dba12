import express, { type Request, type Response, type Router } from 'express';
import * as z from 'zod';
import type { Authenticate } from '#server/http/api.ts';
import { answerError } from '#server/http/errors.ts';
import { sendStream } from '#server/http/send-stream.ts';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import { PersonId } from '#shared/contract/ids.ts';
import type { Avatars } from './avatars.service.ts';

const Picture = z.object({ personId: PersonId, file: z.string().regex(/^[0-9a-f]{32}\.webp$/) });

/** `/avatars/PERSON/NAME.webp`, mounted at the root: for anybody signed in who knows the unguessable name. */
export function avatarPictures(avatars: Avatars, authenticate: Authenticate, logger: Logger): Router {
  const router = express.Router();
  router.get('/avatars/:personId/:file', (request, response) => {
    serve(request, response).catch((error: unknown) => answerError(error, request, response, logger));
  });
  return router;

  async function serve(request: Request, response: Response): Promise<void> {
    if (!(await authenticate(request))) throw new AppError('unauthenticated', 'Sign in first.');
    const wanted = Picture.safeParse(request.params);
    if (!wanted.success) throw new AppError('notFound', 'There is no such picture.');
    const { personId, file } = wanted.data;
    const picture = await avatars.open(personId, file.replace('.webp', ''));
    response.set({
      'content-type': 'image/webp',
      'content-length': String(picture.size),
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    await sendStream(picture.stream, response);
  }
}

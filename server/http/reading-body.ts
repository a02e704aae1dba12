import type { Request, Response } from 'express';

/** Work on a body that may be refused before its end: what was not read would be taken for the next request. */
export async function readingBody<T>(request: Request, response: Response, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!request.complete) response.set('connection', 'close');
    throw error;
  }
}

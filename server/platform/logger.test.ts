import { expect, test } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { createLogger } from './logger.ts';

test('secrets do not reach the log, up to two levels down', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info' }, { write: (line) => lines.push(line) });
  const secret = 'correct horse battery staple';
  logger.info({
    password: secret,
    body: { token: secret },
    request: { headers: { cookie: secret, host: 'hub' } },
  });
  logger.debug('below the level');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', request: { headers: { host: 'hub' } } });
});

test('an error is logged with its code and causes, without what a driver attached to it', () => {
  const lines: string[] = [];
  const logger = createLogger({}, { write: (line) => lines.push(line) });
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(a@b.c) exists',
  });
  logger.error({ err: new AppError('conflict', 'the name is taken', { cause }) }, 'it failed');
  expect(lines[0]).not.toContain('a@b.c');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { type: 'AppError', code: 'conflict', cause: { code: '23505', message: 'duplicate key' } },
  });
});

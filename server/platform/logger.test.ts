import { expect, test } from 'vitest';
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

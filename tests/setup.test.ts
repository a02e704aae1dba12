import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createProject, type Project } from './setup-project.ts';

const nothingToDo = { code: 0, output: '' };
const ourWorker = fileURLToPath(
  import.meta.resolve('../node_modules/mediasoup/worker/out/Release/mediasoup-worker'),
);

describe('options', () => {
  it('names the options it knows when it gets another', async () => {
    await using project = createProject();
    const { code, output } = await project.setUp(['--tests']);
    expect(code).toBe(1);
    expect(output).toContain('does not know the option --tests');
    expect(output).toContain('--no-client');
  });
});

describe('dependencies', () => {
  const dependency = (version: string) => {
    const manifest = { name: 'small', version: '1.0.0', dependencies: { thing: 'file:thing' } };
    const packages = {
      '': manifest,
      'node_modules/thing': { resolved: 'thing', link: true },
      thing: { version },
    };
    return {
      manifest,
      lock: { name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages },
    };
  };
  const writeDependency = (project: Project, version: string) => {
    const { manifest, lock } = dependency(version);
    project.write('package.json', JSON.stringify(manifest));
    project.write('package-lock.json', JSON.stringify(lock));
    project.write('thing/package.json', JSON.stringify({ name: 'thing', version }));
  };

  it('installs what the lockfile names, once, and again when it names something else', async () => {
    await using project = createProject();
    writeDependency(project, '1.0.0');
    expect((await project.setUp(['--only=dependencies'])).output).toMatch(/dependencies +ready/);
    expect(project.read('node_modules/thing/package.json')).toContain('1.0.0');
    expect(await project.setUp(['--only=dependencies'])).toEqual(nothingToDo);

    writeDependency(project, '1.0.1');
    expect((await project.setUp(['--only=dependencies'])).output).toMatch(/dependencies +ready/);
    expect(await project.setUp(['--only=dependencies'])).toEqual(nothingToDo);
  });

  it('says what npm objected to, where its log is and what to do', async () => {
    await using project = createProject();
    writeDependency(project, '1.0.0');
    project.write('package.json', JSON.stringify({ name: 'small', dependencies: { other: 'file:other' } }));
    const { code, output } = await project.setUp(['--only=dependencies']);
    expect(code).toBe(1);
    expect(output).toContain('Set-up stopped: npm ci failed');
    expect(output).toContain('EUSAGE');
    expect(output).toContain(project.path('.setup', 'dependencies.log'));
    expect(output).toContain('"npm install"');
    expect(output).not.toMatch(/^ +at /m);
  });

  it('names a lockfile that is damaged', async () => {
    await using project = createProject();
    project.write('package-lock.json', '{ "packages": ');
    project.write('node_modules/.package-lock.json', '{}');
    const { code, output } = await project.setUp(['--only=dependencies']);
    expect(code).toBe(1);
    expect(output).toContain(`${project.path('package-lock.json')} cannot be read`);
  });

  it('lets one set-up of a folder wait for the other, and takes over from one that was killed', async () => {
    await using project = createProject();
    writeDependency(project, '1.0.0');
    project.write('.setup/lock', '999999 1');
    const results = await Promise.all([1, 2].map(() => project.setUp(['--only=dependencies'])));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const output = results.map((result) => result.output).join('');
    expect(output.match(/npm ci \.\.\./g)).toHaveLength(1);
    expect(output).toContain('another set-up is at work in this folder');
    expect(readdirSync(project.path('.setup'))).not.toContain('lock');
  });
});

describe('media worker', () => {
  const placed = 'node_modules/mediasoup/worker/out/Release/mediasoup-worker';
  const only = ['--only=worker'];

  it('takes a worker of this version from the cache and puts it where mediasoup looks', async () => {
    await using project = createProject();
    project.linkModules();
    const { version } = JSON.parse(project.read('node_modules/mediasoup/package.json'));
    mkdirSync(project.path('cache/entente'), { recursive: true });
    const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}-prebuilt`;
    copyFileSync(ourWorker, project.path('cache/entente', name));

    expect((await project.setUp(only)).output).toMatch(/media worker +ready/);
    expect(statSync(project.path(placed)).size).toBe(statSync(ourWorker).size);
    expect(await project.setUp(only)).toEqual(nothingToDo);
  });

  it('takes a given worker, and looks at it again only when it changes', async () => {
    await using project = createProject();
    project.linkModules();
    const given = { MEDIASOUP_WORKER_BIN: project.path('my-worker') };
    copyFileSync(ourWorker, given.MEDIASOUP_WORKER_BIN);
    expect((await project.setUp(only, given)).output).toMatch(/media worker +ready/);
    expect(await project.setUp(only, given)).toEqual(nothingToDo);

    copyFileSync('/bin/true', given.MEDIASOUP_WORKER_BIN);
    const { code, output } = await project.setUp(only, given);
    expect(code).toBe(1);
    expect(output).toContain('checking the worker failed');
    expect(output).toContain(given.MEDIASOUP_WORKER_BIN);
  });

  it('says so when the given worker does not exist', async () => {
    await using project = createProject();
    project.linkModules();
    const { code, output } = await project.setUp(only, { MEDIASOUP_WORKER_BIN: '/nowhere/worker' });
    expect(code).toBe(1);
    expect(output).toContain('MEDIASOUP_WORKER_BIN names /nowhere/worker, which does not exist');
  });
});

describe('client', () => {
  const only = ['--only=client'];
  const writeClient = (project: Project) => {
    project.linkModules();
    project.write('package-lock.json', '{}');
    project.write('shared/words.ts', "export const greeting = 'hello';");
    project.write('client/index.html', '<script type="module" src="/main.ts"></script>');
    project.write('client/main.ts', "import { greeting } from '../shared/words.ts'; console.log(greeting);");
    project.write(
      'client/vite.config.ts',
      "export default { root: 'client', build: { outDir: '../dist/client', emptyOutDir: true } };",
    );
  };

  it('builds the client when something that it is made of changes', async () => {
    await using project = createProject();
    writeClient(project);
    expect((await project.setUp(only)).output).toMatch(/client +ready/);
    expect(project.read('dist/client/index.html')).toContain('assets/');
    project.write('client/main.test.ts', '');
    expect(await project.setUp(only)).toEqual(nothingToDo);

    project.write('shared/words.ts', "export const greeting = 'good morning';");
    expect((await project.setUp(only)).output).toMatch(/client +ready/);
  });

  it('shows the error of a client that does not build, and tries again next time', async () => {
    await using project = createProject();
    writeClient(project);
    project.write('client/main.ts', 'const = 1;');
    for (const attempt of ['first', 'second']) {
      const { code, output } = await project.setUp(only);
      expect({ attempt, code }).toEqual({ attempt, code: 1 });
      expect(output).toContain('main.ts:1:7');
    }
  });
});

describe('test tools', () => {
  it('names what is missing where it cannot install it', async () => {
    await using project = createProject();
    const { code, output } = await project.setUp(['--only=test'], { PATH: '/nowhere' });
    expect(code).toBe(1);
    expect(output).toMatch(/chromium redis-server.* are needed for the tests/);
  });
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoWorld } from '../../../scripts/demo-world.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { openBrowser } from '../browser.ts';
import { expectWhole, looks } from './whole.ts';

const pages = [
  '',
  '/nodes',
  '/rooms',
  '/health',
  '/audit',
  '/people',
  '/spaces',
  '/widgets',
  '/desk',
  '/rules',
  '/sla',
  '/settings',
  '/connectors',
  '/imports',
  '/autoscale',
  '/cost',
].map((path) => ({ name: `console${path.replace('/', '-')}`, path: `/console${path}` }));

let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHubProcess(), openBrowser()]);
  await demoWorld(hub.world);
});
afterAll(async () => {
  await browser.close();
  await hub[Symbol.asyncDispose]();
});

test.each(looks)(
  'every page of the console is whole, accessible and free of complaints: $name',
  async (look) => {
    await expect(expectWhole({ hub, browser }, look, pages)).resolves.toBeUndefined();
  },
);

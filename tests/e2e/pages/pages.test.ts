import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoWorld } from '../../../scripts/demo-world.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { openBrowser } from '../browser.ts';
import { expectWhole, looks, type Shown } from './whole.ts';

const strangers: Shown[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'invitation', path: '/invite/never-existed-but-long-enough' },
  { name: 'setup', path: '/setup/never-existed-but-long-enough' },
];

let pages: Shown[];
let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHubProcess(), openBrowser()]);
  const seed = await demoWorld(hub.world);
  pages = [
    { name: 'home', path: '/' },
    { name: 'chat', path: `/chat/${seed.releases.id}` },
    { name: 'chats', path: '/chat' },
    { name: 'meetings', path: '/meetings' },
    { name: 'join', path: `/m/${seed.weekly.code}` },
    { name: 'tickets', path: '/tickets?status=active' },
    { name: 'ticket', path: `/tickets/${seed.story}` },
    { name: 'macros', path: '/tickets/macros' },
    { name: 'templates', path: '/tickets/templates' },
    { name: 'fields', path: '/tickets/fields' },
    { name: 'people', path: '/people' },
    { name: 'space', path: `/spaces/${seed.workshop.id}` },
    { name: 'profile', path: '/settings/profile' },
    { name: 'invitations', path: '/people/invitations' },
    { name: 'preferences', path: '/settings/preferences' },
    { name: 'security', path: '/settings/security' },
    { name: 'tokens', path: '/settings/tokens' },
    { name: 'welcome', path: '/welcome' },
  ];
});
afterAll(async () => {
  await browser.close();
  await hub[Symbol.asyncDispose]();
});

test.each(looks)('every page is whole, accessible and free of complaints: $name', async (look) => {
  await expect(expectWhole({ hub, browser }, look, pages)).resolves.toBeUndefined();
});

test.each(looks)('so are the pages of strangers: $name', async (look) => {
  await expect(expectWhole({ hub, browser }, look, strangers, 'stranger')).resolves.toBeUndefined();
});

import type * as z from 'zod';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { acceptInvitation, createInvitation, type Me, setUp, signIn } from '#shared/contract/accounts.ts';
import type { RouteDef } from '#shared/contract/define.ts';
import { AppError, type WireError } from '#shared/contract/errors.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import { joinAsGuest } from '#shared/contract/meetings.ts';

export const password = 'correct horse battery';
export const emailOf = (name: string) => `${name}@example.org`;
const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const secretOf = (url: string) => url.split('/').at(-1) ?? '';

export type WorldPerson = { me: Me; cookie: string; client: HubClient };

/**
 * People on a running hub, made through its public API alone, so that a seed can never build what a user could not.
 * `world.as('ada')` is Ada's connection; the first use opens it.
 */
export function createWorld(url: string, setupSecret: () => Promise<string>) {
  const people = new Map<string, WorldPerson>();
  const extra: HubClient[] = [];

  async function post<R extends RouteDef>(
    route: R,
    path: string,
    body: z.input<R['body']>,
  ): Promise<{ answer: z.output<R['output']>; cookie: string }> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { error?: WireError };
    if (answer.error)
      throw new AppError(answer.error.code, answer.error.message, { details: { ...answer.error } });
    return {
      answer: answer as z.output<R['output']>,
      cookie: (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '',
    };
  }

  function enter(name: string, me: Me, cookie: string): WorldPerson {
    const person = { me, cookie, client: createHubClient({ url, cookie }) };
    people.set(name, person);
    return person;
  }

  function get(name: string): WorldPerson {
    const person = people.get(name);
    if (!person) throw new Error(`nobody is called ${name} in this world`);
    return person;
  }

  const account = (name: string) => ({
    displayName: capitalised(name),
    email: emailOf(name),
    password,
    locale: 'en' as const,
    timeZone: 'Europe/Paris',
  });

  return {
    url,
    people,
    get,
    /** The first administrator and the organisation. */
    async setUp(name: string, organisationName = 'Example Works'): Promise<WorldPerson> {
      const secret = await setupSecret();
      const { answer, cookie } = await post(setUp, '/setup', { ...account(name), secret, organisationName });
      return enter(name, answer, cookie);
    },
    async invite(
      by: string,
      name: string,
      role: 'member' | 'administrator' | 'customer' = 'member',
    ): Promise<WorldPerson> {
      const inviter = get(by).client;
      await inviter.connect();
      const { url: link } = await inviter.call(createInvitation, { role });
      const { answer, cookie } = await post(
        acceptInvitation,
        `/invitations/${secretOf(link)}/accept`,
        account(name),
      );
      return enter(name, answer, cookie);
    },
    async guest(name: string, meeting: { id: MeetingId; code: string }): Promise<WorldPerson> {
      const { answer, cookie } = await post(joinAsGuest, `/meetings/${meeting.code}/guests`, {
        displayName: capitalised(name),
        locale: 'en',
      });
      return enter(name, answer, cookie);
    },
    /** A further session of somebody who exists: another tab or device. */
    async signIn(name: string): Promise<WorldPerson> {
      const { answer, cookie } = await post(signIn, '/sessions', { email: emailOf(name), password });
      const client = createHubClient({ url, cookie });
      extra.push(client);
      return { me: answer, cookie, client };
    },
    /** Another tab of the same session. */
    async tab(name: string): Promise<HubClient> {
      const client = createHubClient({ url, cookie: get(name).cookie });
      extra.push(client);
      await client.connect();
      return client;
    },
    async as(name: string): Promise<HubClient> {
      const { client } = get(name);
      await client.connect();
      return client;
    },
    close(): void {
      for (const { client } of people.values()) client.close();
      for (const client of extra) client.close();
    },
  };
}
export type World = ReturnType<typeof createWorld>;
/** Fills an empty hub and returns what the test needs to know of it. */
export type Seed<T> = (world: World) => Promise<T>;

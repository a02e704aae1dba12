import { createHubClient, type HubClient } from '#shared/client.ts';
import { AppError, type WireError } from '#shared/contract/errors.ts';
import {
  Challenge,
  createWidget,
  VisitorSession,
  type Widget,
  type WidgetSettings,
} from '#shared/contract/widget.ts';
import { solve } from '#shared/proof-of-work.ts';
import type { World } from '../world.ts';
import { aDesk } from './tickets.ts';

export const site = 'https://shop.example.org';

export const plainWidget: WidgetSettings = {
  name: 'Shop',
  origins: [site],
  queueId: null,
  enabled: true,
  emailRequired: true,
  calls: true,
  theme: { accent: '#0b6e4f', side: 'right', scheme: 'auto' },
  title: { en: 'How can we help?', fr: 'Comment pouvons-nous aider ?' },
  greeting: { en: 'We answer within minutes.', fr: 'Nous répondons en quelques minutes.' },
  fields: [{ name: 'order', label: { en: 'Order number', fr: 'Numéro de commande' }, required: false }],
};

/** The desk of two, and a widget for one site. */
export async function aSite(world: World) {
  const desk = await aDesk(world);
  const widget = await (await world.as('ada')).call(createWidget, plainWidget);
  return { ...desk, widget };
}

/** What the page of a site asks the hub. */
export function sitePage(url: string, { key }: Pick<Widget, 'key'>, origin: string | undefined = site) {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}/api/v1/widgets/${key}${path}`, {
      method,
      headers: { ...(origin ? { origin } : {}), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { error?: WireError };
    if (answer.error)
      throw new AppError(answer.error.code, answer.error.message, { details: { ...answer.error } });
    return answer;
  }

  async function prove() {
    const challenge = Challenge.parse(await ask('POST', '/challenges', {}));
    return { challenge: challenge.challenge, nonce: await solve(challenge) };
  }

  return {
    ask,
    prove,
    async enter(displayName = 'Vera', more: Record<string, unknown> = {}): Promise<string> {
      const email = `${displayName.toLowerCase()}@example.net`;
      const body = { displayName, email, locale: 'en', proof: await prove(), ...more };
      return VisitorSession.parse(await ask('POST', '/visitors', body)).token;
    },
    comeBack: async (secret: string): Promise<string> =>
      VisitorSession.parse(await ask('POST', '/returns', { secret })).token,
  };
}

/** A connection of a visitor, as the page of their site opens it. */
export async function asVisitor(url: string, token: string, origin = site): Promise<HubClient> {
  const client = createHubClient({ url, token, headers: { origin } });
  await client.connect();
  return client;
}

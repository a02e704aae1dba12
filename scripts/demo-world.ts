import { createChannel, listChannels, sendMessage } from '#shared/contract/chat.ts';
import { ClientMessageId, type ChannelId } from '#shared/contract/ids.ts';
import { createMeeting } from '#shared/contract/meetings.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import { emailOf, password, type World } from '#tests/world.ts';
import { demoTickets } from './demo-tickets.ts';

const people = [
  { name: 'ada', is: 'administrator' },
  { name: 'ben', is: 'member' },
  { name: 'chloe', is: 'member' },
  { name: 'dora', is: 'customer' },
  { name: 'emil', is: 'customer' },
];
export const demoOrganisation = 'Northwind Bikes';
export const demoLogins = people.map(({ name, is }) => ({ name, is, email: emailOf(name), password }));

/** A small company with something to read in every corner. Made through the public API, as its people would. */
export async function demoWorld(world: World) {
  if (!world.people.has('ada')) await world.setUp('ada', demoOrganisation);
  await world.invite('ada', 'ben');
  await world.invite('ada', 'chloe');
  await world.invite('ada', 'dora', 'customer');
  const ids = Object.fromEntries([...world.people].map(([name, { me }]) => [name, me.id]));
  const ada = await world.as('ada');
  const workshop = await ada.call(createSpace, {
    name: 'Workshop',
    kind: 'team',
    description: 'Frames, wheels and everything between',
  });
  const dora = await ada.call(createSpace, {
    name: 'Dora & Daughters',
    kind: 'client',
    description: 'Fleet of 40 cargo bikes',
  });
  const everyone = await ada.call(createSpace, {
    name: 'Everyone',
    kind: 'public',
    description: 'News for the whole company',
  });
  for (const space of [workshop, dora, everyone]) {
    for (const name of ['ben', 'chloe'] as const) {
      await ada.call(addSpaceMember, {
        spaceId: space.id,
        personId: world.get(name).me.id,
        role: name === 'ben' ? 'moderator' : 'member',
      });
    }
  }
  await ada.call(addSpaceMember, { spaceId: dora.id, personId: world.get('dora').me.id, role: 'member' });
  const releases = await ada.call(createChannel, {
    spaceId: workshop.id,
    name: 'releases',
    topic: 'What ships and when',
  });
  const support = await ada.call(createChannel, {
    spaceId: dora.id,
    name: 'support',
    topic: 'Questions from Dora, answered the same day',
  });
  const { channels } = await ada.call(listChannels, {});
  const generalOf = (spaceId: string) => channels.find((channel) => channel.spaceId === spaceId)?.id;

  async function say(channelId: ChannelId | undefined, name: string, body: string): Promise<void> {
    if (!channelId) return;
    const speaker = await world.as(name);
    await speaker.call(sendMessage, {
      channelId,
      clientId: ClientMessageId.parse(crypto.randomUUID()),
      body,
    });
  }

  await say(
    generalOf(everyone.id),
    'ada',
    'Welcome to **Entente**. Calls, chat and meetings live here now - one login for all of it.',
  );
  await say(generalOf(everyone.id), 'ben', 'Finally one tab instead of six.');
  await say(
    generalOf(workshop.id),
    'chloe',
    'The new torque wrench is in. Please calibrate before Friday:\n\n1. zero it on the bench\n2. three pulls at 12 Nm\n3. note the deviation',
  );
  await say(generalOf(workshop.id), 'ben', `<@${ids['chloe']}> mine is 0.3 Nm off, is that still fine?`);
  await say(generalOf(workshop.id), 'chloe', 'Up to 0.5 is fine, yes.');
  await say(
    releases.id,
    'ben',
    'Firmware 2.4 for the hub motor is tagged:\n\n```sh\ngit fetch --tags\ngit checkout motor-2.4\nmake flash PORT=/dev/ttyUSB0\n```\nIt fixes the cut-out below 5 °C.',
  );
  await say(releases.id, 'ada', `Great work, <@${ids['ben']}>. Who can test it on the cold bench?`);
  await say(
    releases.id,
    'chloe',
    'I will, this afternoon. Results go to the table:\n\n| temperature | range |\n|---|---|\n| 5 °C | 61 km |\n| -5 °C | *to do* |',
  );
  await say(support.id, 'dora', 'Two of our bikes lose the pairing after a night outside. Known?');
  await say(
    support.id,
    'ada',
    `Known and fixed in 2.4. Shall we update them together in a call tomorrow, <@${ids['dora']}>?`,
  );
  await say(support.id, 'dora', "Perfect. Ten o'clock?");

  const weekly = await ada.call(createMeeting, {
    title: 'Weekly workshop round',
    spaceId: workshop.id,
    lobby: true,
  });
  const update = await ada.call(createMeeting, {
    title: 'Firmware update with Dora',
    spaceId: dora.id,
    lobby: false,
  });
  const { story } = await demoTickets(world);
  return { workshop, releases, support, weekly, update, story };
}

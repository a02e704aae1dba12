import type { HubClient } from '#shared/client.ts';
import { createChannel, listChannels } from '#shared/contract/chat.ts';
import type { ChannelId, PanelCategoryId, PanelId, QueueId, SpaceId } from '#shared/contract/ids.ts';
import { type CategorySettings, createPanel, PanelQuestion } from '#shared/contract/panels.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import type { World } from '../world.ts';
import { aDesk } from './tickets.ts';

export const newPanelId = () => crypto.randomUUID() as PanelId;

export const category = (queueId: QueueId, changes: Partial<CategorySettings> = {}): CategorySettings => ({
  id: crypto.randomUUID() as PanelCategoryId,
  label: 'Hardware',
  icon: '🖨️',
  questions: [
    PanelQuestion.parse({ label: 'Which device?', kind: 'line' }),
    PanelQuestion.parse({ label: 'What happens?', kind: 'text', required: false }),
  ],
  queueId,
  priority: 'high',
  greeting: 'We are **on it**.',
  maxOpen: 2,
  ...changes,
});

export const postPanel = (client: HubClient, channelId: ChannelId, categories: CategorySettings[]) =>
  client.call(createPanel, {
    id: newPanelId(),
    channelId,
    title: 'How can we help?',
    text: 'One click, and somebody looks at it.',
    categories,
  });

/**
 * The desk of `aDesk` with a client space `acornSpace` (ada owns it; ben, cleo and dan are members) and a team space (ada, ben)
 * that has a channel for the desk.
 */
export async function aDeskInChat(world: World) {
  const desk = await aDesk(world);
  const ada = await world.as('ada');
  const space = async (name: string, kind: 'client' | 'team', members: string[]): Promise<SpaceId> => {
    const { id } = await ada.call(createSpace, { name, kind });
    for (const member of members)
      await ada.call(addSpaceMember, { spaceId: id, personId: desk.idOf(member) });
    return id;
  };
  const acornSpace = await space('Acorn', 'client', ['ben', 'cleo', 'dan']);
  const team = await space('Desk', 'team', ['ben']);
  const incoming = await ada.call(createChannel, { spaceId: team, name: 'incoming' });
  const { channels } = await ada.call(listChannels, {});
  const general = channels.find(({ spaceId }) => spaceId === acornSpace);
  const queue = desk.queues[0];
  if (!general || !queue) throw new Error('a space without a channel, or no queue');
  return { ...desk, acornSpace, team, incoming, general, queue };
}

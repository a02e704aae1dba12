import type { Platform } from '#server/platform/platform.ts';
import { createDeskChannels } from './desk-channels.service.ts';
import type { PanelsNeeds } from './needs.ts';
import { createPanelPages } from './panels.service.ts';
import { createPlaces } from './places.ts';
import { createThreads } from './threads.service.ts';

type PanelsPlatform = Pick<Platform, 'db' | 'jobs' | 'clock' | 'logger'>;

/** Tickets in chat: panels that open them, the desk's channel that tells of them, threads to talk in. */
export function createPanels(platform: PanelsPlatform, needs: PanelsNeeds) {
  const placeOf = createPlaces(needs);
  const desk = createDeskChannels({ ...platform, ...needs, placeOf });
  const threads = createThreads({ ...platform, ...needs });
  needs.tickets.onChanged(async (tx, event) => {
    threads.note(tx, event);
    await desk.noteTicket(tx, event.before, event.after);
  });
  return {
    ...createPanelPages({ ...platform, ...needs, placeOf }),
    desk,
    threads,
    cards: needs.tickets.cards,
  };
}
export type Panels = ReturnType<typeof createPanels>;

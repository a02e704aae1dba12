import { processClock, processFacts } from '#server/platform/process-facts.ts';
import type { LinkPolicy } from '#server/platform/bus-gateway.ts';

/** What only hubs say. A media node elsewhere that says it is not ours any more. */
const ofHubs = new Set(['media:hello', 'media:personOut']);
/** How much memory it uses and what time it has. */
const ofEveryProcess = new Set([processFacts.name, processClock.name]);
/** Orders that a hub gives once it has authorised somebody; no media node gives them to another. */
const ordersOfHubs = new Set(
  [
    'join resume leave connectTransport restartIce produce setProducerPaused closeProducer consume tuneConsumers',
    'closeConsumers raiseHand getRoom away movedOn mute remove setRole closeRoom setState describe listRooms',
  ].flatMap((names) => names.split(' ').map((name) => `media:${name}`)),
);

/** What says which node it is about is about the node that says it. */
const isAbout = (payload: unknown, nodeId: string): boolean =>
  typeof payload === 'object' && payload !== null && (!('node' in payload) || payload.node === nodeId);

/** To the people of a meeting a media node says what rooms say, and nothing in the name of other domains. */
const isOfMedia = (event: unknown): boolean => typeof event === 'string' && event.startsWith('media:');

/** Hubs put a text into their clients' frames as it is, so it has to be a whole event. */
function isMediaEvent(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  try {
    const event: unknown = JSON.parse(text);
    return Array.isArray(event) && event.length === 2 && isOfMedia(event[0]);
  } catch {
    return false;
  }
}

/**
 * What a media node that is linked from outside may do. Its machine stands in somebody else's rack and its key may be stolen:
 * it gets what rooms need, and neither people, chat nor other nodes' participants.
 *
 * |           | may                                                    | may not, for example                        |
 * |-----------|--------------------------------------------------------|---------------------------------------------|
 * | publish   | `media:*` about itself; `media:*` events to `meeting:*` | `signaling:control`, `audience:person:*`    |
 * | subscribe | `media:*`, `signaling:control` (access that ends)       | any audience                                |
 * | request   | `hub:alive`; `media:*` that nodes ask each other        | `media:remove` at another node              |
 * | handle    | `media:*`, what every process says of itself            | `hub:alive`                                 |
 * | lease     | names below its own                                     | `media:place:*`                             |
 */
export const linkedMediaNode: LinkPolicy = {
  mayPublish: ({ nodeId }, { name, isText = false }, payload) =>
    (name.startsWith('media:') && !isText && !ofHubs.has(name) && isAbout(payload, nodeId)) ||
    (/^audience:meeting:[^:]+$/.test(name) && isText && isMediaEvent(payload)),
  maySubscribe: (_node, topic) => topic.startsWith('media:') || topic === 'signaling:control',
  mayRequest: (_node, _target, command) =>
    command === 'hub:alive' || (command.startsWith('media:') && !ordersOfHubs.has(command)),
  mayHandle: (_node, command) => command.startsWith('media:') || ofEveryProcess.has(command),
  mayLease: ({ nodeId }, name) => name.startsWith(`media:of:${nodeId}:`),
};

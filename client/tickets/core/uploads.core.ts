import { createStore } from 'zustand/vanilla';
import type { HubClient } from '#shared/client.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import {
  maxAttachmentsPerEntry,
  type TicketAttachment,
  uploadTicketAttachment,
} from '#shared/contract/tickets.ts';

type File = Pick<globalThis.File, 'name' | 'size'> & Blob;
/** A file that goes with the next words for a ticket. */
export type Upload = { key: number; ticketId: TicketId; file: File } & (
  | { state: 'sending' }
  | { state: 'failed'; error: unknown }
  | { state: 'there'; attachment: TicketAttachment }
);

/** Files on their way to tickets. They belong to one only when words name them. */
export function createUploads(hub: Pick<HubClient, 'request'>) {
  const store = createStore<readonly Upload[]>(() => []);
  let lastKey = 0;

  const replace = (upload: Upload) =>
    store.setState(
      store.getState().map((known) => (known.key === upload.key ? upload : known)),
      true,
    );
  const of = (ticketId: TicketId) => store.getState().filter((upload) => upload.ticketId === ticketId);

  async function send({ key, ticketId, file }: Upload): Promise<void> {
    replace({ key, ticketId, file, state: 'sending' });
    try {
      const attachment = await hub.request(uploadTicketAttachment, {
        params: { ticketId },
        query: { name: file.name },
        body: file,
      });
      replace({ key, ticketId, file, state: 'there', attachment });
    } catch (error) {
      replace({ key, ticketId, file, state: 'failed', error });
    }
  }

  return {
    store,
    of,
    /** As many as one entry takes; the others are left out. */
    add(ticketId: TicketId, files: readonly File[]) {
      const fresh = files.slice(0, maxAttachmentsPerEntry - of(ticketId).length).map((file): Upload => {
        lastKey += 1;
        return { key: lastKey, ticketId, file, state: 'sending' };
      });
      store.setState([...store.getState(), ...fresh], true);
      for (const upload of fresh) void send(upload);
    },
    retry(key: number) {
      const upload = store.getState().find((known) => known.key === key);
      if (upload?.state === 'failed') void send(upload);
    },
    remove(key: number) {
      store.setState(
        store.getState().filter((upload) => upload.key !== key),
        true,
      );
    },
    /** Those that are there go with the words that are sent now. */
    take(ticketId: TicketId): TicketAttachment[] {
      const taken = of(ticketId);
      store.setState(
        store.getState().filter((upload) => !taken.includes(upload)),
        true,
      );
      return taken.flatMap((upload) => (upload.state === 'there' ? [upload.attachment] : []));
    },
  };
}

import type { Peer } from './peer.ts';

/** A server with one sender and its receivers connected, media flowing from one to all. */
export type MediaSide = {
  /** Root of the processes whose CPU counts. */
  pid: number;
  sender: Peer;
  ssrc: number;
  receivers: readonly Peer[];
  close(): Promise<void>;
};

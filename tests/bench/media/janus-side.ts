import { randomBytes } from 'node:crypto';
import { pin, serverCore } from '../processes.ts';
import type { Identity } from './dtls.ts';
import { startJanus } from './janus.ts';
import { type JanusSession, openSession } from './janus-session.ts';
import { createPeer, type Peer, type Remote } from './peer.ts';
import type { MediaSide } from './side.ts';
import { payloadType } from './stream.ts';

export const roomId = 1234;
export const roomRequest = { request: 'create', room: roomId, publishers: 10, videocodec: 'vp8', bitrate: 0 };

/** Janus' VideoRoom with one publisher and `receivers` subscribers, each on a handle of its own. */
export async function startJanusSide(identity: Identity, receivers: number): Promise<MediaSide> {
  const janus = await startJanus();
  const peers: Peer[] = [];
  let session: JanusSession | undefined;
  const close = async () => {
    for (const peer of peers) peer.close();
    session?.close();
    await janus.close();
  };
  try {
    session = await openSession(janus.url);
    const ssrc = (randomBytes(4).readUInt32BE() | 1) >>> 0;
    const publisher = await session.attach();
    await publisher.request(roomRequest);
    const joined = await publisher.request({ request: 'join', ptype: 'publisher', room: roomId });
    const feed = joined.plugindata?.data['id'];
    const sender = await createPeer(identity);
    peers.push(sender);
    const sdp = describe(identity, sender, { direction: 'sendonly', mid: '0', ssrc });
    const { jsep } = await publisher.request({ request: 'configure' }, { type: 'offer', sdp });
    await sender.connect(remoteOf(jsep?.sdp ?? ''));
    const watching: Peer[] = [];
    for (let nth = 0; nth < receivers; nth += 1) {
      const peer = await createPeer(identity);
      peers.push(peer);
      watching.push(peer);
      await subscribe(session, identity, peer, feed);
    }
    pin(janus.pid, serverCore);
    return { pid: janus.pid, sender, ssrc, receivers: watching, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function subscribe(
  session: JanusSession,
  identity: Identity,
  peer: Peer,
  feed: unknown,
): Promise<void> {
  const handle = await session.attach();
  const streams = [{ feed }];
  const { jsep } = await handle.request({ request: 'join', ptype: 'subscriber', room: roomId, streams });
  const offer = jsep?.sdp ?? '';
  const mid = /a=mid:(\S+)/.exec(offer)?.[1] ?? '0';
  const sdp = describe(identity, peer, { direction: 'recvonly', mid });
  await handle.request({ request: 'start' }, { type: 'answer', sdp });
  await peer.connect(remoteOf(offer));
}

type Line = { direction: 'sendonly' | 'recvonly'; mid: string; ssrc?: number };

/** The same stream as on our side: VP8 with NACK and PLI, no header extensions, this end starts the DTLS. */
function describe(identity: Identity, { local, port }: Peer, { direction, mid, ssrc }: Line): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    'a=rtcp-mux',
    `a=mid:${mid}`,
    `a=ice-ufrag:${local.usernameFragment}`,
    `a=ice-pwd:${local.password}`,
    `a=fingerprint:sha-256 ${identity.fingerprint}`,
    'a=setup:active',
    `a=${direction}`,
    `a=rtpmap:${payloadType} VP8/90000`,
    `a=rtcp-fb:${payloadType} nack`,
    `a=rtcp-fb:${payloadType} nack pli`,
    `a=candidate:1 1 udp 2113937151 127.0.0.1 ${port} typ host`,
    'a=end-of-candidates',
  ];
  if (ssrc !== undefined) lines.push(`a=msid:bench bench`, `a=ssrc:${ssrc} cname:bench`);
  return `${lines.join('\r\n')}\r\n`;
}

function remoteOf(sdp: string): Remote {
  const line = (pattern: RegExp) => pattern.exec(sdp)?.[1] ?? '';
  const [, address = '', port = ''] = /a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host/i.exec(sdp) ?? [];
  const ice = { usernameFragment: line(/a=ice-ufrag:(\S+)/), password: line(/a=ice-pwd:(\S+)/) };
  if (!port || !ice.password) throw new Error(`Janus gives no candidate: ${sdp}`);
  return { ice, address, port: Number(port) };
}

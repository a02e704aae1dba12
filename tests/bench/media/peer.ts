import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { handshake, type Identity } from './dtls.ts';
import { sealerOf } from './srtp.ts';
import { bindingRequest, bindingResponse, type IceCredentials, isResponse, kindOfPacket } from './stun.ts';

export type Remote = { ice: IceCredentials; address: string; port: number };
const newCredentials = (): IceCredentials => ({
  usernameFragment: randomBytes(4).toString('hex'),
  password: randomBytes(16).toString('hex'),
});

/** Below the ICE consent of either server. */
const consentEveryMs = 4_000;

/**
 * One side of a WebRTC transport over one UDP socket. It counts what arrives and does not decrypt it: the load generator
 * must cost less than the server.
 */
export async function createPeer(identity: Identity) {
  const local = newCredentials();
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 });
  socket.bind(0);
  await once(socket, 'listening');
  let received = 0;
  let bytes = 0;
  let onRecord: (record: Buffer) => void = () => {};
  let onNominated: () => void = () => {};
  let consent: NodeJS.Timeout | undefined;
  let seal: ReturnType<typeof sealerOf> | undefined;
  let remote: Remote | undefined;

  socket.on('message', (packet, from) => {
    // RTCP has packet types 192 to 223 (RFC 5761).
    const second = packet[1] ?? 0;
    switch (kindOfPacket(packet)) {
      case 'rtp':
        if (second >= 192 && second <= 223) break;
        received += 1;
        bytes += packet.length;
        break;
      case 'dtls':
        onRecord(packet);
        break;
      default:
        if (isResponse(packet)) onNominated();
        else socket.send(bindingResponse(packet, from, local), from.port, from.address);
    }
  });

  const send = (packet: Buffer) => {
    if (remote) socket.send(packet, remote.port, remote.address);
  };

  async function connect(to: Remote): Promise<void> {
    remote = to;
    const check = () => send(bindingRequest(local, to.ice));
    const nominated = new Promise<void>((resolve) => {
      onNominated = resolve;
    });
    const asking = setInterval(check, 100);
    check();
    await nominated.finally(() => clearInterval(asking));
    consent = setInterval(check, consentEveryMs);
    const wire = {
      send,
      onRecord: (listener: (record: Buffer) => void) => {
        onRecord = listener;
      },
    };
    seal = sealerOf(await handshake(identity, wire));
  }

  return {
    port: socket.address().port,
    local,
    connect,
    /** Seals an RTP packet and sends it; its header has 12 bytes unless told otherwise. */
    sendRtp(packet: Buffer, headerBytes?: number): void {
      if (seal) send(seal(packet, headerBytes));
    },
    received: () => received,
    /** Of RTP, as UDP carried it. */
    receivedBytes: () => bytes,
    close(): void {
      clearInterval(consent);
      socket.close();
    },
  };
}
export type Peer = Awaited<ReturnType<typeof createPeer>>;

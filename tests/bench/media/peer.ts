import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { handshake, type Identity } from './dtls.ts';
import { rtcpOpenerOf, rtcpSealerOf, sealerOf } from './srtp.ts';
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
  let onRecord: (record: Buffer) => void = () => {};
  let onNominated: () => void = () => {};
  let consent: NodeJS.Timeout | undefined;
  let keys: Buffer | undefined;
  let seal: ((packet: Buffer) => Buffer) | undefined;
  let sealRtcp: ((packet: Buffer) => Buffer) | undefined;
  let openRtcp: ((packet: Buffer) => Buffer) | undefined;
  let onRtp: ((packet: Buffer) => void) | undefined;
  let onRtcp: ((packet: Buffer) => void) | undefined;
  let remote: Remote | undefined;

  socket.on('message', (packet, from) => {
    // RTCP has packet types 192 to 223 (RFC 5761).
    const second = packet[1] ?? 0;
    switch (kindOfPacket(packet)) {
      case 'rtp':
        if (second < 192 || second > 223) {
          received += 1;
          onRtp?.(packet);
        } else if (onRtcp && openRtcp) onRtcp(openRtcp(packet));
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
    keys = await handshake(identity, wire);
    seal = sealerOf(keys);
    sealRtcp = rtcpSealerOf(keys);
  }

  return {
    port: socket.address().port,
    local,
    connect,
    /** Seals an RTP packet and sends it. */
    sendRtp(packet: Buffer): void {
      if (seal) send(seal(packet));
    },
    sendRtcp(packet: Buffer): void {
      if (sealRtcp) send(sealRtcp(packet));
    },
    /** Every RTP packet that arrives, still sealed: its header is readable. */
    onRtp(listener: (packet: Buffer) => void): void {
      onRtp = listener;
    },
    /** Every RTCP packet that arrives, opened. */
    onRtcp(listener: (packet: Buffer) => void): void {
      onRtcp = listener;
      if (keys) openRtcp = rtcpOpenerOf(keys);
    },
    received: () => received,
    close(): void {
      clearInterval(consent);
      socket.close();
    },
  };
}
export type Peer = Awaited<ReturnType<typeof createPeer>>;

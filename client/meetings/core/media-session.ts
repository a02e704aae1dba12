import { Device, type types } from 'mediasoup-client';
import type { HubClient } from '#shared/client.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import {
  type MeetingId,
  type NodeId,
  type ParticipantId,
  ProducerId,
  TransportId,
} from '#shared/contract/ids.ts';
import {
  connectTransport,
  type joinRoom,
  produce,
  restartIce,
  type RtpCapabilities,
  RtpParameters,
  Source,
} from '#shared/contract/media.ts';

export type JoinAnswer = OutputOf<typeof joinRoom>;
export type Here = { meetingId: MeetingId; participantId: ParticipantId };
/** What every command in the room names: who speaks, and the node that carries them. */
export type InRoom = Here & { node: NodeId };
export type Direction = 'send' | 'receive';
export type TransportState = types.ConnectionState;

type SessionOptions = {
  hub: HubClient;
  ids: InRoom;
  answer: JoinAnswer;
  stateChanged: (direction: Direction, state: TransportState) => void;
};

/** The two transports of one entry into the room. A new entry (new epoch, lost participant) makes a new session. */
export async function createMediaSession({ hub, ids, answer, stateChanged }: SessionOptions) {
  const device = await deviceFor(answer.routerRtpCapabilities);
  const options = { iceServers: answer.iceServers.map(plainIceServer) };
  const send = device.createSendTransport({ ...plain(answer.sendTransport), ...options });
  const receive = device.createRecvTransport({ ...plain(answer.receiveTransport), ...options });
  let closed = false;

  for (const [direction, transport] of [
    ['send', send],
    ['receive', receive],
  ] as const) {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      hub
        .call(connectTransport, { ...ids, transportId: TransportId.parse(transport.id), dtlsParameters })
        .then(done, failed);
    });
    transport.on('connectionstatechange', (state) => {
      if (!closed) stateChanged(direction, state);
    });
  }
  send.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
    const source = Source.parse(appData['source']);
    const paused = appData['paused'] === true;
    hub
      .call(produce, { ...ids, kind, source, paused, rtpParameters: RtpParameters.parse(rtpParameters) })
      .then(({ producerId }) => done({ id: producerId }), failed);
  });

  async function restart(direction: Direction): Promise<void> {
    const transport = direction === 'send' ? send : receive;
    const transportId = TransportId.parse(transport.id);
    const { iceParameters } = await hub.call(restartIce, { ...ids, transportId }, { timeoutMs: 5_000 });
    await transport.restartIce({ iceParameters: plainIce(iceParameters) });
  }

  return {
    device,
    send,
    receive,
    restart,
    stateOf: (direction: Direction): TransportState =>
      (direction === 'send' ? send : receive).connectionState,
    get closed() {
      return closed;
    },
    close(): void {
      if (closed) return;
      closed = true;
      send.close();
      receive.close();
    },
  };
}
export type MediaSession = Awaited<ReturnType<typeof createMediaSession>>;

export const asProducerId = (id: string): ProducerId => ProducerId.parse(id);

// --- one device a tab ----------------------------------------------------------------------------

const remembered = 'entente.routerCapabilities';
let loading: { key: string; device: Promise<Device> } | undefined;

/** Loading asks the browser for its codecs, which takes a moment: a device serves every session with the same router codecs. */
function deviceFor(capabilities: RtpCapabilities): Promise<Device> {
  const key = JSON.stringify(capabilities);
  if (loading?.key !== key) {
    loading = { key, device: load(capabilities) };
    loading.device.catch(() => {
      loading = undefined;
    });
    try {
      localStorage.setItem(remembered, key);
    } catch {
      // The next load of the page is a little slower.
    }
  }
  return loading.device;
}

async function load(capabilities: RtpCapabilities): Promise<Device> {
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: capabilities as types.RtpCapabilities });
  return device;
}

/** Loads the device with the codecs of the last call while the person still looks at the preview. */
export function warmUp(): void {
  try {
    const stored = localStorage.getItem(remembered);
    if (stored !== null) deviceFor(JSON.parse(stored) as RtpCapabilities).catch(() => undefined);
  } catch {
    // Nothing remembered, nothing warmed.
  }
}

// --- the contract's shapes as the library wants them: without `undefined` in optional fields ------

type PlainIce = { usernameFragment: string; password: string; iceLite?: boolean };

function plainIce(ice: JoinAnswer['sendTransport']['iceParameters']): PlainIce {
  const { usernameFragment, password, iceLite } = ice;
  return { usernameFragment, password, ...(iceLite === undefined ? {} : { iceLite }) };
}

function plain(transport: JoinAnswer['sendTransport']): types.TransportOptions {
  return {
    id: transport.id,
    iceParameters: plainIce(transport.iceParameters),
    iceCandidates: transport.iceCandidates.map(({ tcpType, ...candidate }) => ({
      ...candidate,
      ...(tcpType === undefined ? {} : { tcpType }),
    })),
    dtlsParameters: {
      fingerprints: transport.dtlsParameters.fingerprints,
      role: transport.dtlsParameters.role ?? 'auto',
    },
  };
}

function plainIceServer(server: JoinAnswer['iceServers'][number]): RTCIceServer {
  const { urls, username, credential } = server;
  return {
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  };
}

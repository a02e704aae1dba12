import http from 'node:http';
import net from 'node:net';
import { io } from 'socket.io-client';
import { listChannels, messageHistory } from '#shared/contract/chat.ts';
import type { CommandDef, EventDef, InputOf, OutputOf, PayloadOf } from '#shared/contract/define.ts';
import { welcomed } from '#shared/contract/hub.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { listPresence } from '#shared/contract/presence.ts';
import { listSpaces } from '#shared/contract/spaces.ts';
import { protocolVersion } from '#shared/contract/version.ts';
import { addressOf } from '../chat/load.ts';

type Reply = { ok: boolean; data?: unknown; error?: { code: string; message: string } };

/** A person's tab: the same WebSocket as the client's, on a TCP connection whose bytes are counted. */
export async function openTab(url: string, cookie: string, nth: number) {
  const wires: net.Socket[] = [];
  const agent = new http.Agent();
  agent.createConnection = (options) => {
    const wire = net.createConnection({
      ...(options as net.TcpNetConnectOpts),
      localAddress: addressOf(nth),
    });
    wires.push(wire);
    return wire;
  };
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    // The type knows browsers' values only; on Node it goes to the WebSocket as it is.
    agent: agent as unknown as string,
    auth: { protocol: protocolVersion },
    extraHeaders: { cookie },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(welcomed.name, () => resolve());
    socket.once('connect_error', reject);
  });

  return {
    async call<C extends CommandDef>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
      const { ok, data, error }: Reply = await socket.timeout(20_000).emitWithAck(command.name, input);
      if (!ok) throw new Error(`${command.name}: ${error?.code} ${error?.message}`);
      return data as OutputOf<C>;
    },
    on<E extends EventDef>(event: E, listener: (payload: PayloadOf<E>) => void): void {
      socket.on(event.name, listener);
    },
    /** What its WebSocket has carried so far, without TCP and IP headers. */
    bytes: () => ({
      egress: wires.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
      ingress: wires.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    }),
    close: () => void socket.disconnect(),
  };
}
export type Tab = Awaited<ReturnType<typeof openTab>>;

/** What the web client asks when it comes. */
export async function settle(tab: Tab, channelId: ChannelId): Promise<void> {
  await Promise.all([
    tab.call(listSpaces, {}),
    tab.call(listChannels, {}),
    tab.call(listPresence, {}),
    tab.call(messageHistory, { channelId }),
  ]);
}

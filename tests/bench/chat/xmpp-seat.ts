import { once } from 'node:events';
import net from 'node:net';
import { addressOf, type Heard, type Seat } from './load.ts';

// As much XMPP as a person in a group chat needs: RFC 6120 (stream, SASL PLAIN, bind) and XEP-0045 (rooms).

/** `order` numbers the room's messages by who heard them first: everybody must hear them in that order. */
export type Room = { name: string; order: Map<string, number> };
type Account = { port: number; host: string; user: string; password: string; rooms: readonly Room[] };

export async function openXmpp(
  account: Account,
  nth: number,
  channel: number,
  hear: (message: Heard) => void,
): Promise<Seat> {
  const { port, host, user, password, rooms } = account;
  const room = rooms[channel];
  if (!room) throw new Error('there is no such room');
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: addressOf(nth), noDelay: true });
  await once(socket, 'connect');
  socket.setEncoding('utf8');
  const stream = `<stream:stream to='${host}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
  const secret = Buffer.from(`\u0000${user}\u0000${password}`).toString('base64');
  const nick = `seat${nth}`;
  await say(socket, stream, '</stream:features>');
  await say(
    socket,
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`,
    '<success',
  );
  await say(socket, stream, '</stream:features>');
  const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${nick}</resource></bind>`;
  await say(socket, `<iq type='set' id='bind'>${bind}</iq>`, '</iq>');
  const enter = `<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>`;
  await say(socket, `<presence to='${room.name}/${nick}'>${enter}</presence>`, `code='110'`);

  const pending = new Map<string, (ok: boolean) => void>();
  let posted = 0;
  socket.on(
    'data',
    stanzas('</message>', (stanza) => {
      const id = /^<message[^>]* id='([^']+)'/.exec(stanza.slice(stanza.lastIndexOf('<message ')))?.[1];
      const body = /<body>([^<]*)<\/body>/.exec(stanza)?.[1];
      if (!id || !body) return;
      const position = room.order.get(id) ?? room.order.size + 1;
      room.order.set(id, position);
      hear({ channel, position, body });
      // A room says back to the sender what it said to all: that is the acknowledgement.
      pending.get(id)?.(true);
      pending.delete(id);
    }),
  );
  return {
    post(_channel, body, answered) {
      posted += 1;
      const id = `${nick}-${posted}`;
      pending.set(id, answered);
      socket.write(`<message type='groupchat' id='${id}' to='${room.name}'><body>${body}</body></message>`);
    },
    close: () => void socket.end('</stream:stream>'),
  };
}

/** Sends and waits until the answer holds `expected`. */
function say(socket: net.Socket, text: string, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const take = (data: string) => {
      answer += data;
      const failed = /<failure|<stream:error|type='error'/.test(answer);
      if (!failed && !answer.includes(expected)) return;
      socket.off('data', take);
      socket.off('close', gone);
      if (failed) reject(new Error(`Prosody refused: ${answer.slice(-300)}`));
      else resolve();
    };
    const gone = () => reject(new Error(`Prosody closed the connection: ${answer.slice(-300)}`));
    socket.on('data', take);
    socket.once('close', gone);
    socket.write(text);
  });
}

/** Cuts what arrives into pieces that end with `end`. */
function stanzas(end: string, take: (stanza: string) => void): (data: string) => void {
  let rest = '';
  return (data) => {
    const pieces = (rest + data).split(end);
    rest = pieces.pop() ?? '';
    for (const piece of pieces) take(piece);
  };
}

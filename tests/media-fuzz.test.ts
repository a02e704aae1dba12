import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import type { BusCommand } from '#server/platform/bus.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import { arbitraryOf } from './arbitrary.ts';
import { aHolder, aPerson, createTestMediaNode, id, media1, opus, someDtls, vp8 } from './media-kit.ts';

const rounds = { numRuns: 150 };

/** A valid object of which some parts, however deep, are replaced by what the schema allows there or anywhere. */
const spoiltParts = <T>(valid: () => T, anything: fc.Arbitrary<unknown>): fc.Arbitrary<T> =>
  fc.tuple(fc.array(fc.tuple(fc.nat(1_000), anything), { minLength: 1, maxLength: 3 })).map(([changes]) => {
    const whole = { root: structuredClone(valid()) as unknown };
    for (const [seed, value] of changes) {
      const places = placesIn(whole.root, whole, 'root');
      const [owner, key] = places[seed % places.length] ?? [whole, 'root'];
      (owner as Record<string, unknown>)[key] = value;
    }
    return whole.root as T;
  });

function placesIn(value: unknown, owner: unknown, key: string): [unknown, string][] {
  if (typeof value !== 'object' || value === null) return [[owner, key]];
  return [[owner, key], ...Object.entries(value).flatMap(([name, part]) => placesIn(part, value, name))];
}

test('whatever the contract lets through, the worker survives it and answers with a code', async () => {
  await using kit = await createTestMediaNode();
  const [pid] = kit.node.workerPids();
  const person = aPerson();
  const meetingId = id<MeetingId>();
  const aSeat = () => ({
    meetingId,
    participantId: id<ParticipantId>(),
    node: media1,
    holder: aHolder(person.id),
  });
  const here = aSeat();
  const ask = <I, O>(command: BusCommand<I, O>, input: I) =>
    kit.bus.request({ node: media1 }, command, input);
  const { routerRtpCapabilities, sendTransport } = await ask(commands.nodeJoin, {
    ...here,
    person,
    role: 'participant',
    elsewhere: 0,
  });
  const other = aSeat();
  await ask(commands.nodeJoin, { ...other, person, role: 'participant', elsewhere: 0 });
  const camera = { kind: 'video', source: 'camera', rtpParameters: vp8(), paused: false } as const;
  const { producerId: watched } = await ask(commands.nodeProduce, { ...other, ...camera });

  const expectCode = async (work: () => Promise<unknown>) => {
    const outcome = await work().then(
      () => 'done',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    expect(['done', 'invalid', 'conflict', 'notFound']).toContain(outcome);
    expect(kit.node.workerPids()).toEqual([pid]);
  };
  const anything = fc.oneof(
    fc.integer(),
    fc.constantFrom(
      0,
      -1,
      255,
      2 ** 31,
      2 ** 32 - 1,
      1e300,
      '',
      'audio/opus',
      'video/VP8',
      'video/rtx',
      null,
    ),
    fc.string({ maxLength: 20 }),
    arbitraryOf(media.RtpParameters, []),
  );

  for (const [kind, source, valid] of [
    ['audio', 'microphone', opus],
    ['video', 'camera', vp8],
  ] as const) {
    const parameters = fc
      .oneof(arbitraryOf(media.RtpParameters, []), spoiltParts<unknown>(valid, anything))
      .filter((value) => media.RtpParameters.safeParse(value).success)
      .map((value) => media.RtpParameters.parse(value));
    await fc.assert(
      fc.asyncProperty(parameters, (rtpParameters) =>
        expectCode(async () => {
          const stream = { kind, source, rtpParameters, paused: false };
          const { producerId } = await ask(commands.nodeProduce, { ...here, ...stream });
          await ask(commands.nodeCloseProducer, { ...here, producerId });
        }),
      ),
      rounds,
    );
  }

  const capabilities = fc
    .oneof(
      arbitraryOf(media.RtpCapabilities, []),
      spoiltParts<unknown>(() => routerRtpCapabilities, anything),
    )
    .filter((value) => media.RtpCapabilities.safeParse(value).success)
    .map((value) => media.RtpCapabilities.parse(value));
  await fc.assert(
    fc.asyncProperty(capabilities, (rtpCapabilities) =>
      expectCode(async () => {
        const producers = [watched, id<ProducerId>()].map((producer) => ({ id: producer, node: media1 }));
        const { consumers } = await ask(commands.nodeConsume, { ...here, producers, rtpCapabilities });
        const ids = consumers.map((each) => each.id);
        const layers = ids.map((each) => ({ id: each, paused: false, spatialLayer: 2, temporalLayer: 0 }));
        if (ids.length === 0) return;
        await ask(commands.nodeTune, { ...here, consumers: layers });
        await ask(commands.nodeCloseConsumers, { ...here, consumerIds: ids });
      }),
    ),
    rounds,
  );

  const dtls = fc
    .oneof(arbitraryOf(media.DtlsParameters, []), spoiltParts<unknown>(someDtls, anything))
    .filter((value) => media.DtlsParameters.safeParse(value).success)
    .map((value) => media.DtlsParameters.parse(value));
  await fc.assert(
    fc.asyncProperty(dtls, (dtlsParameters) =>
      expectCode(() => ask(commands.nodeConnect, { ...here, transportId: sendTransport.id, dtlsParameters })),
    ),
    rounds,
  );
  expect(await kit.node.dump()).toMatchObject({ rooms: [{ seats: 2, producers: 1, consumers: 0 }] });
}, 60_000);

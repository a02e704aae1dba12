import type { ParticipantId, ProducerId } from '#shared/contract/ids.ts';

export type Sound = { producerId: ProducerId; participantId: ParticipantId; track: MediaStreamTrack };

/** Plays everybody's sound outside of any page, so that it goes on wherever the person navigates. */
export function createAudioSink({ blocked }: { blocked: (yes: boolean) => void }) {
  const players = new Map<ProducerId, { element: HTMLAudioElement; sound: Sound }>();
  const muted = new Set<ParticipantId>();
  let speakerId: string | undefined;

  function start(element: HTMLAudioElement): void {
    element.play().then(
      () => undefined,
      (error: unknown) => {
        // Browsers want a click before the first sound of a page; a replaced track aborts and plays by itself.
        if (error instanceof Error && error.name === 'NotAllowedError') blocked(true);
      },
    );
  }

  function useSpeaker(element: HTMLAudioElement): void {
    if (typeof element.setSinkId !== 'function' || speakerId === undefined) return;
    // A speaker that is gone leaves the sound on the usual one.
    element.setSinkId(speakerId).catch(() => undefined);
  }

  function add(sound: Sound): void {
    const element = new Audio();
    element.autoplay = true;
    element.srcObject = new MediaStream([sound.track]);
    element.muted = muted.has(sound.participantId);
    useSpeaker(element);
    start(element);
    players.set(sound.producerId, { element, sound });
  }

  function remove(producerId: ProducerId): void {
    const player = players.get(producerId);
    if (!player) return;
    player.element.pause();
    player.element.srcObject = null;
    players.delete(producerId);
  }

  return {
    /** Plays exactly these. */
    show(sounds: readonly Sound[]): void {
      const wanted = new Map(sounds.map((sound) => [sound.producerId, sound]));
      for (const [producerId, { sound }] of players) {
        if (wanted.get(producerId)?.track !== sound.track) remove(producerId);
      }
      for (const sound of sounds) if (!players.has(sound.producerId)) add(sound);
    },
    setSpeaker(id: string | undefined): void {
      speakerId = id;
      for (const { element } of players.values()) useSpeaker(element);
    },
    setMuted(participantId: ParticipantId, mute: boolean): void {
      if (mute) muted.add(participantId);
      else muted.delete(participantId);
      for (const { element, sound } of players.values()) {
        if (sound.participantId === participantId) element.muted = mute;
      }
    },
    /** Called from a click, which lets the browser play. */
    unblock(): void {
      blocked(false);
      for (const { element } of players.values()) start(element);
    },
    close(): void {
      for (const producerId of players.keys()) remove(producerId);
    },
  };
}
export type AudioSink = ReturnType<typeof createAudioSink>;

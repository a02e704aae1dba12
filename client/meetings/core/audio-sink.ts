import type { ParticipantId } from '#shared/contract/ids.ts';
import type { Spot } from './room-state.ts';

export type Sound = { spot: Spot; participantId: ParticipantId; track: MediaStreamTrack };
type Player = { element: HTMLAudioElement; sound: Sound };

/** A sound that takes over from another plays before that one ends, which it does after this long in any case. */
const handOverMs = 400;

/** Plays everybody's sound outside of any page, so that it goes on wherever the person navigates. */
export function createAudioSink({ blocked }: { blocked: (yes: boolean) => void }) {
  const players = new Map<Spot, Player>();
  const ending = new Set<Player>();
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

  function add(sound: Sound): Player {
    const element = new Audio();
    element.autoplay = true;
    element.srcObject = new MediaStream([sound.track]);
    element.muted = muted.has(sound.participantId);
    useSpeaker(element);
    start(element);
    const player = { element, sound };
    players.set(sound.spot, player);
    return player;
  }

  function stop(player: Player): void {
    ending.delete(player);
    player.element.pause();
    player.element.srcObject = null;
  }

  /** Whoever moves to another node is heard without a gap. */
  function handOver(old: Player, sound: Sound): void {
    ending.add(old);
    const end = () => stop(old);
    add(sound).element.addEventListener('playing', end, { once: true });
    setTimeout(end, handOverMs);
  }

  function remove(spot: Spot): void {
    const player = players.get(spot);
    if (player) stop(player);
    players.delete(spot);
  }

  return {
    /** Plays exactly these. */
    show(sounds: readonly Sound[]): void {
      const wanted = new Set(sounds.map(({ spot }) => spot));
      for (const spot of players.keys()) if (!wanted.has(spot)) remove(spot);
      for (const sound of sounds) {
        const player = players.get(sound.spot);
        if (!player) add(sound);
        else if (player.sound.track !== sound.track) handOver(player, sound);
      }
    },
    setSpeaker(id: string | undefined): void {
      speakerId = id;
      for (const { element } of players.values()) useSpeaker(element);
    },
    setMuted(participantId: ParticipantId, mute: boolean): void {
      if (mute) muted.add(participantId);
      else muted.delete(participantId);
      for (const { element, sound } of [...players.values(), ...ending]) {
        if (sound.participantId === participantId) element.muted = mute;
      }
    },
    /** Called from a click, which lets the browser play. */
    unblock(): void {
      blocked(false);
      for (const { element } of players.values()) start(element);
    },
    close(): void {
      for (const spot of players.keys()) remove(spot);
      for (const player of ending) stop(player);
    },
  };
}
export type AudioSink = ReturnType<typeof createAudioSink>;

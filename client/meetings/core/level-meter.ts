/** Loudness of a sound from 0 (silence) to 1, on a scale that moves as people expect. Levels in full scale. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const decibels = 20 * Math.log10(Math.max(rms, 1e-5));
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

let shared: AudioContext | undefined;

/** One context for all meters: browsers allow only a few. */
function context(): AudioContext {
  shared ??= new AudioContext({ latencyHint: 'interactive' });
  // Capturing counts as permission to run, but the context may have been made before it.
  if (shared.state === 'suspended') void shared.resume().catch(() => undefined);
  return shared;
}

export type LevelMeter = { read: () => number; close: () => void };

/** Measures a live track; `read` is meant for an animation frame. */
export function createLevelMeter(track: MediaStreamTrack): LevelMeter {
  const audio = context();
  const source = audio.createMediaStreamSource(new MediaStream([track]));
  const analyser = audio.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read: () => {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close: () => {
      source.disconnect();
      analyser.disconnect();
    },
  };
}

/** A short tone that tells whether the chosen speaker is the right one. */
export async function playTestTone(speakerId: string | undefined): Promise<void> {
  const audio = new AudioContext();
  if (speakerId !== undefined && 'setSinkId' in audio && typeof audio.setSinkId === 'function') {
    await audio.setSinkId(speakerId).catch(() => undefined);
  }
  const gain = audio.createGain();
  gain.connect(audio.destination);
  gain.gain.setValueAtTime(0, audio.currentTime);
  const notes = [523.25, 659.25, 783.99];
  for (const [index, frequency] of notes.entries()) {
    const start = audio.currentTime + index * 0.16;
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    gain.gain.linearRampToValueAtTime(0.16, start + 0.02);
    gain.gain.linearRampToValueAtTime(0.02, start + 0.15);
    tone.start(start);
    tone.stop(start + 0.16);
  }
  setTimeout(() => void audio.close(), 900);
}

type Note = { frequency: number; at: number };

/** Two short knocks and a small bell: heard beside voices, not above them. */
export function playKnock(): void {
  play([
    { frequency: 392, at: 0 },
    { frequency: 392, at: 0.14 },
    { frequency: 587.33, at: 0.34 },
  ]);
}

function play(notes: readonly Note[]): void {
  try {
    const audio = new AudioContext();
    for (const { frequency, at } of notes) {
      const start = audio.currentTime + at;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.type = 'triangle';
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0.0001, start);
      gain.gain.exponentialRampToValueAtTime(0.16, start + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
      tone.connect(gain).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.24);
    }
    setTimeout(() => void audio.close(), 1_500);
  } catch {
    // A browser without sound still shows the note.
  }
}

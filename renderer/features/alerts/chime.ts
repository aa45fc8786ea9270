/** Tones of a chime: frequency in Hz and when each begins, in seconds. */
const chimes = {
  good: [
    { hertz: 659, at: 0 },
    { hertz: 880, at: 0.16 },
  ],
  bad: [
    { hertz: 587, at: 0 },
    { hertz: 440, at: 0.2 },
    { hertz: 440, at: 0.44 },
  ],
} as const;
const toneSeconds = 0.5;
const loudness = 0.2;

/**
 * Plays a short chime made on the spot. Answers false where the browser keeps a page silent that was not clicked yet.
 */
export async function playChime(kind: keyof typeof chimes): Promise<boolean> {
  const audio = new AudioContext();
  try {
    // A page without a click stays suspended for good, so waiting for it would never end.
    if (audio.state === 'suspended') void audio.resume();
    await Promise.resolve();
    if (audio.state !== 'running' && !navigator.userActivation.hasBeenActive) return false;
    await Promise.all(chimes[kind].map(({ hertz, at }) => playTone(audio, hertz, at)));
    return true;
  } finally {
    await audio.close();
  }
}

function playTone(audio: AudioContext, hertz: number, at: number): Promise<void> {
  const start = audio.currentTime + at;
  const end = start + toneSeconds;
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, end);
  const tone = audio.createOscillator();
  tone.frequency.value = hertz;
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(end);
  return new Promise((resolve) => tone.addEventListener('ended', () => resolve()));
}

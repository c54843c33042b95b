/** Two quiet notes, a fourth apart. A browser that nobody has touched yet stays silent. */
export function chime(): void {
  const context = new AudioContext()
  if (context.state !== 'running') {
    void context.close()
    return
  }
  const volume = 0.04
  for (const [frequency, at] of [
    [659, 0],
    [880, 0.12],
  ] as const) {
    const begins = context.currentTime + at
    const note = context.createOscillator()
    const loudness = context.createGain()
    note.frequency.value = frequency
    loudness.gain.setValueAtTime(0, begins)
    loudness.gain.linearRampToValueAtTime(volume, begins + 0.02)
    loudness.gain.exponentialRampToValueAtTime(0.0001, begins + 0.35)
    note.connect(loudness).connect(context.destination)
    note.start(begins)
    note.stop(begins + 0.4)
    if (at > 0) note.addEventListener('ended', () => void context.close())
  }
}

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes `end` the only one who hears that the process is asked to end. Libraries that tidy up on exit listen too, and then send the
 * signal again, which would look like an impatient second one; they also hear the exit itself, and that is enough for them.
 * To be called after everything else was loaded.
 */
export function hearEndSignals(end: () => void): void {
  for (const signal of endSignals) {
    process.removeAllListeners(signal);
    process.on(signal, end);
  }
}

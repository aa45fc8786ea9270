import { order } from './command.ts';

/*
 * Pause, resume, stop and abort (instrument protocol, section 6). All need Controller. The machine substitutes
 * `${RunTitle}` itself, so the command always means the run that is on when it arrives.
 */

/** Done at its first reply. */
export const pauseRun = order('PAUSe');
/** Done at its first reply. */
export const resumeRun = order('RESume');
/** Ends the run after the cycle it is in. */
export const stopRun = order('StopRun ${RunTitle}');
/** Ends the run at once. */
export const abortRun = order('AbortRun ${RunTitle}');
/** Restarts the machine's software: the connection drops, and it is ready again after about 30 s. */
export const restartSoftware = order('SYST:EXEC "killall zygote"');

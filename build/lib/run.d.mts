export interface RunOptions {
  /** Shown as it comes, or collected. */
  output?: 'inherit' | 'capture';
  env?: NodeJS.ProcessEnv;
  limitSeconds?: number;
  /** Called every 15 seconds while the program runs. */
  onWait?: (elapsedSeconds: number) => void;
}
export interface RunResult {
  /** Exit code; 128 or more after a signal, 127 if it could not be started. */
  code: number;
  output: string;
  timedOut: boolean;
  /** A person or the system asked this process to end meanwhile. */
  interrupted: boolean;
}
export function run(
  program: string,
  words: readonly string[],
  options?: RunOptions,
): Promise<RunResult>;
export function lastLines(text: string, count: number): string;

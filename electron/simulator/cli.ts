import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { systemClock } from '../base/clock.ts';
import { type CliOptions, readCliOptions, UsageError, usage } from './cli-options.ts';
import { obeyControlLine } from './control.ts';
import { type Listener, listen } from './listen.ts';
import { readRecording, RecordingError } from './recorded-log.ts';
import { ReplayMachine } from './replay.ts';
import { Simulator } from './simulator.ts';

const usageExitCode = 2;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string, exitCode: number): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}

/** Live, or playing a recording. Throws UsageError if the recording is not there. */
async function makeMachine(options: CliOptions): Promise<Simulator | ReplayMachine> {
  const common = {
    clock: systemClock,
    speed: options.speed,
    ...(options.nickname === null ? {} : { nickname: options.nickname }),
    ...(options.password === null ? {} : { password: options.password }),
    ...(options.passwordLevel === null ? {} : { passwordLevel: options.passwordLevel }),
    ...(options.defaultLevel === null ? {} : { defaultLevel: options.defaultLevel }),
    ...(options.maxLevel === null ? {} : { maxLevel: options.maxLevel }),
  };
  if (options.replay === null) return new Simulator({ ...common, seed: options.seed });
  const path = options.replay;
  await checkRecording(path);
  const machine = new ReplayMachine({ ...common, messages: readRecording(linesOf(path)) });
  machine.finished.catch((failure: unknown) => {
    if (!(failure instanceof RecordingError)) throw failure;
    process.stderr.write(`${path} cannot be played on: ${failure.message}.\n`);
  });
  return machine;
}

/** Reads the first message, so that a wrong file is told of at once and not with the first connection. */
async function checkRecording(path: string): Promise<void> {
  try {
    await readRecording(linesOf(path)).next();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--replay cannot read '${path}': ${reason}.`, { cause });
  }
}

/** Opens the file when the first line is asked for, and closes it after the last. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path);
  try {
    for await (const line of file.readLines()) yield line;
  } finally {
    await file.close();
  }
}

async function serve(options: CliOptions): Promise<void> {
  const machine = await makeMachine(options);
  let listener: Listener;
  try {
    listener = await listen(machine, {
      host: options.host,
      port: options.port,
      ...(options.tlsPort === null ? {} : { tlsPort: options.tlsPort }),
    });
  } catch (failure) {
    machine.dispose();
    fail(explainListenFailure(failure, options), 1);
    return;
  }
  if (options.run && machine instanceof Simulator) machine.startRun('Demo', 'Demo run');
  const input = options.control ? createInterface({ input: process.stdin }) : null;
  input?.on('line', (line) => print(obeyControlLine(machine, line)));
  const stop = (): void => {
    input?.off('close', stop);
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
    input?.close();
    process.stdin.destroy();
    machine.dispose();
    listener.dispose();
  };
  // Whoever steers by standard input and goes away leaves nothing behind, on any system.
  input?.on('close', stop);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  print(JSON.stringify({ event: 'listening', port: listener.port, tlsPort: listener.tlsPort }));
}

function explainListenFailure(failure: unknown, options: CliOptions): string {
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  const ports = [options.port, options.tlsPort].filter((port) => port !== null).join(' or ');
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${ports} on ${options.host} is already in use by another program.`;
    case 'EACCES':
      return `This user may not listen on port ${ports} of ${options.host}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${options.host} is not an address of this computer.`;
    default:
      return `Cannot listen on ${options.host}: ${String(failure)}`;
  }
}

try {
  const options = readCliOptions(process.argv.slice(2));
  if (options) await serve(options);
  else print(usage);
} catch (failure) {
  if (!(failure instanceof UsageError)) throw failure;
  fail(failure.message, usageExitCode);
}

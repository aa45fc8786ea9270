import { Program } from './processes.ts';

/** One command that the simulated machine received. */
export interface ReceivedCommand {
  readonly session: string;
  readonly text: string;
}

/** A simulated machine in a process of its own, as `npm run simulator` starts it. */
export class SimulatorProgram {
  readonly #program: Program;
  readonly port: number;
  readonly tlsPort: number | null;

  private constructor(program: Program, port: number, tlsPort: number | null) {
    this.#program = program;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  static async start(...options: readonly string[]): Promise<SimulatorProgram> {
    const fixed = options.includes('--port') ? [] : ['--port', '0'];
    const program = new Program(['electron/simulator/cli.ts', '--control', ...fixed, ...options]);
    const { port, tlsPort } = await program.line(
      (line) => JSON.parse(line) as { port: number; tlsPort: number | null },
    );
    return new SimulatorProgram(program, port, tlsPort);
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Makes a fault or asks something; answers the simulator's JSON line. */
  async control(wish: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const answer = this.#program.line((line) => JSON.parse(line) as Record<string, unknown>);
    this.#program.write(`${JSON.stringify(wish)}\n`);
    return answer;
  }

  /** Every command so far, without idents, oldest first. */
  async received(): Promise<readonly string[]> {
    const { received } = await this.control({ do: 'received' });
    return (received as ReceivedCommand[]).map(({ text }) => text.replace(/^\d+ /, ''));
  }

  end(signal?: NodeJS.Signals): Promise<void> {
    return this.#program.end(signal);
  }
}

import { every } from '../../../../electron/base/clock.ts';
import { DisposableStore } from '../../../../electron/base/disposable.ts';
import { Emitter } from '../../../../electron/base/emitter.ts';
import {
  protocolFactsQuery,
  protocolQuery,
} from '../../../../electron/machine/commands/protocol.ts';
import { StatusQuery } from '../../../../electron/machine/status-query.ts';
import type { RecorderInput } from '../../../../electron/panel/run-recording-state.ts';
import { parseMessage } from '../../../../electron/scpi/parser.ts';
import type { Body } from '../../../../electron/scpi/value.ts';
import { Simulator } from '../../../../electron/simulator/simulator.ts';
import type { Protocol } from '../../../../shared/protocol.ts';
import type { FakeClock } from '../../../support/fake-clock.ts';
import { SimulatorClient } from '../../../support/simulator-client.ts';

/** A simulated machine with what a panel hears of it: every topic, and a status every 5 s from the start. */
export class RunSource extends DisposableStore {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  readonly #client: SimulatorClient;
  readonly #heard = new Emitter<RecorderInput>();
  readonly #status = new StatusQuery();

  readonly onInput = this.#heard.event;

  constructor(clock: FakeClock) {
    super();
    this.clock = clock;
    this.simulator = this.add(new Simulator({ clock }));
    this.#client = new SimulatorClient(this.simulator);
    this.#client.take();
    this.add(
      this.simulator.onPublished(({ topic, body, at }) => {
        const line = `MESSage ${topic} ${(at / 1000).toFixed(3)} ${body}\n`;
        const message = parseMessage(Buffer.from(line));
        if (message.kind !== 'message') throw new Error(`Not a message: ${line}`);
        this.#heard.fire({ kind: 'message', at: clock.now(), message });
      }),
    );
    this.add(every(clock, 5_000, () => void this.poll()));
  }

  /** Reads the status and tells it. */
  async poll(): Promise<void> {
    const at = this.clock.now();
    const status = await this.#status.read((text) =>
      Promise.resolve({ body: this.#ask(text), at }),
    );
    this.#heard.fire({ kind: 'status', status });
  }

  /** Reads the protocol of the run that is on and tells it. */
  tellProtocol(title: string): Protocol {
    const facts = protocolFactsQuery.read(this.#ask(protocolFactsQuery.text));
    const query = protocolQuery(facts);
    const protocol = query.read(this.#ask(query.text));
    this.#heard.fire({ kind: 'protocol', at: this.clock.now(), title, protocol });
    return protocol;
  }

  /** Moves on until the run is over, and then some. */
  async finish(): Promise<void> {
    while (this.simulator.instrument.run !== null) await this.clock.advance(30_000);
    await this.clock.advance(10_000);
  }

  #ask(command: string): Body {
    const message = parseMessage(Buffer.from(`${this.#client.ask(`7 ${command}`)}\n`));
    if (message.kind !== 'ok') throw new Error(`${command} answered ${message.kind}`);
    return message.body;
  }
}

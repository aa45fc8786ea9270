import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { cannedProtocols } from './canned-protocols.ts';
import { badInvocation, CommandFailure } from './command-failure.ts';
import { Experiments } from './experiments.ts';
import { FileSystem } from './filesystem.ts';
import { Mechanics } from './mechanics.ts';
import {
  coverReached,
  readThermal,
  restingState,
  stepThermal,
  type ThermalControl,
  type ThermalState,
  zoneCount,
  zonesReached,
} from './physics.ts';
import type { Protocol } from './protocol-text.ts';
import { type Random, seededRandom } from './random.ts';
import { Run, type RunBench, type RunEnding, type RunRequest } from './run-engine.ts';
import type { RunMode } from './run-plan.ts';
import { restingLight, type StatusLight } from './status-light.ts';
import { ledStatusBody, temperatureBody } from './topics.ts';

const tickMilliseconds = 250;
const ticksPerSecond = 1000 / tickMilliseconds;
/** A host that slept longer than this leaves a gap instead of a flood of old messages. */
const longestCatchUpMilliseconds = 10 * 60_000;
/** `killall zygote`: the software is back after this long (section 6). */
const restartMilliseconds = 30_000;
const idleBlockRate = 1.6;
const defaultVolume = 50;

export interface InstrumentOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly nickname: string;
  /** Gives a message to the subscribers; `at` is instrument time. */
  readonly publish: (topic: string, body: string, at: number) => void;
}

/** The machine behind the connections: power, drawer, cover, block, lamp, and the run that moves them. */
export class Instrument implements Disposable {
  readonly files = new FileSystem();
  readonly experiments: Experiments;
  readonly mechanics = new Mechanics((text) => this.#say('Debug', text));
  readonly nickname: string;
  readonly clock: Clock;
  light: StatusLight = restingLight;
  /** `ENG?` answers nothing, as real machines sometimes do. */
  coverBlank = false;
  readonly #publish: InstrumentOptions['publish'];
  readonly #seed: number;
  readonly #random: Random;
  #measured: { readonly of: ThermalState; readonly readings: ThermalState } | null = null;
  readonly #protocols = new Map<string, Protocol>();
  readonly #restartEmitter = new Emitter<'down' | 'up'>();
  readonly onRestart = this.#restartEmitter.event;
  readonly #jobs = new DisposableStore();
  #timer: Disposable;
  #restartTimer: Disposable | null = null;
  #tickedAt: number;
  #ticks = 0;
  #ramps = 1;
  #thermal: ThermalState = restingState;
  #control: ThermalControl = {
    powered: true,
    zones: Array.from({ length: zoneCount }, () => ({
      controlled: false,
      target: 25,
      rate: idleBlockRate,
    })),
    cover: { controlled: false, target: 105 },
    sampleVolume: defaultVolume,
  };
  #run: Run | null = null;
  #failed = false;
  #runEnded: (how: RunEnding) => void = () => {};

  constructor({ clock, seed, nickname, publish }: InstrumentOptions) {
    this.clock = clock;
    this.nickname = nickname;
    this.#publish = publish;
    this.#seed = seed;
    this.#random = seededRandom(seed);
    this.experiments = new Experiments(this.files, () => this.now, seed);
    for (const protocol of cannedProtocols()) this.defineProtocol(protocol);
    this.#tickedAt = clock.now();
    this.#timer = clock.after(tickMilliseconds, () => this.#tick());
  }

  get now(): Instant {
    return this.clock.now();
  }

  get control(): ThermalControl {
    return this.#control;
  }

  get powered(): boolean {
    return this.#control.powered;
  }

  /** The run that is on; null when idle. */
  get run(): Run | null {
    return this.#run;
  }

  /** Whether the last run ended with an error; until the next one or a restart. */
  get failed(): boolean {
    return this.#failed;
  }

  get restarting(): boolean {
    return this.#restartTimer !== null;
  }

  /** Measured once a tick: asking does not change what is measured next, however many ask. */
  readings(): ThermalState {
    if (this.#measured?.of !== this.#thermal) {
      const random = seededRandom(this.#seed ^ Math.imul(this.#ticks, 0x9e3779b1));
      this.#measured = { of: this.#thermal, readings: readThermal(this.#thermal, random) };
    }
    return this.#measured.readings;
  }

  setPower(powered: boolean): void {
    this.#control = { ...this.#control, powered };
  }

  /** Holds the idle block at a temperature in °C, or lets it go. Refused while a run has the block. */
  setBlock(target: number | null): void {
    if (this.#run) throw badInvocation('The block is controlled by a run');
    this.#setZones(
      target === null ? null : Array.from({ length: zoneCount }, () => target),
      idleBlockRate,
    );
  }

  protocol(name: string): Protocol {
    const protocol = this.#protocols.get(name.toLowerCase());
    if (protocol) return protocol;
    throw new CommandFailure('NoMatch', `Protocol '${name}' is not defined`, { protocol: name });
  }

  defineProtocol(protocol: Protocol): void {
    this.#protocols.set(protocol.name.toLowerCase(), protocol);
  }

  /** Throws what `RP` would be refused with. */
  checkRun(protocolName: string, title: string): void {
    this.protocol(protocolName);
    this.checkTitle(title);
    if (this.#run) throw badInvocation(`Run '${this.#run.request.title}' is already active`);
    if (this.mechanics.drawer !== 'Closed') throw badInvocation('The drawer is not closed');
  }

  /** A title is a folder's name and is quoted in messages; throws InvocationError for one that cannot be. */
  checkTitle(title: string): void {
    if (title === '' || /[/\\:*?<>"\r\n]/.test(title)) {
      throw badInvocation(`'${title}' cannot be the title of a run`);
    }
  }

  /** Starts a run; `ended` hears how it ends. Throws as `checkRun` does. */
  startRun(
    request: { protocol: string; title: string; mode: RunMode; sampleVolume: number },
    ended: (how: RunEnding) => void,
  ): void {
    this.checkRun(request.protocol, request.title);
    const full: RunRequest = {
      ...request,
      protocol: this.protocol(request.protocol),
      startedAt: this.now,
    };
    this.#control = { ...this.#control, powered: true, sampleVolume: request.sampleVolume };
    this.experiments.begin(full);
    this.#failed = false;
    this.#runEnded = ended;
    this.#run = new Run(full, this.#bench(full));
  }

  /** Sees to a run that has just ended by a command, without waiting for the next tick. */
  settleRun(): void {
    const run = this.#run;
    if (run?.state.kind !== 'ended') return;
    this.#run = null;
    const ended = this.#runEnded;
    this.#runEnded = () => {};
    this.#failed = run.state.how === 'failed';
    this.experiments.end(run.request.title, run.state.how);
    ended(run.state.how);
  }

  /** `SYST:EXEC "killall zygote"`: everything but the hardware's position is lost. */
  restart(): void {
    if (this.#restartTimer) return;
    this.#run?.lose();
    this.settleRun();
    this.mechanics.halt();
    this.#setZones(null, idleBlockRate);
    this.#restartTimer = this.clock.after(restartMilliseconds, () => {
      this.#restartTimer = null;
      this.#restartEmitter.fire('up');
    });
    this.#restartEmitter.fire('down');
  }

  /** Owns the timer of a job that outlives its command. */
  later(timer: Disposable): void {
    this.#jobs.add(timer);
  }

  dispose(): void {
    this.#timer.dispose();
    this.#jobs.dispose();
    this.#restartTimer?.dispose();
    this.#restartEmitter.dispose();
  }

  #tick(): void {
    const now = this.clock.now();
    if (now - this.#tickedAt > longestCatchUpMilliseconds) this.#tickedAt = now - tickMilliseconds;
    // A timer that comes late (or a clock that runs fast) is made up for in whole ticks, each with its own time.
    while (this.#tickedAt + tickMilliseconds <= now + 1e-6) {
      this.#tickedAt += tickMilliseconds;
      this.#step();
    }
    const wait = Math.max(0, this.#tickedAt + tickMilliseconds - this.clock.now());
    this.#timer = this.clock.after(wait, () => this.#tick());
  }

  #step(): void {
    const seconds = tickMilliseconds / 1000;
    this.#ticks++;
    this.#thermal = stepThermal(this.#thermal, this.#control, seconds);
    this.mechanics.advance(seconds);
    this.#run?.advance(seconds);
    this.settleRun();
    if (this.restarting) return;
    // The three clocks of the real machine tick at their own moments of the second.
    const phase = this.#ticks % ticksPerSecond;
    if (phase === 0 && this.#run?.timed) this.#say('Time', this.#run.timeBody);
    if (phase === 2)
      this.#say('LEDStatus', ledStatusBody(this.readings(), this.powered, this.#random));
    if (phase === 3) this.#say('Temperature', temperatureBody(this.readings()));
  }

  #say(topic: string, body: string): void {
    if (this.#run) this.experiments.record(topic, this.#tickedAt, body);
    this.#publish(topic, body, this.#tickedAt);
  }

  /** The instrument logs each zone's ramp by itself before it publishes them together (message log of a real run). */
  #noteRamps(targets: readonly number[], rate: number): void {
    for (const [zone, target] of targets.entries()) {
      const from = (this.#thermal.block[zone] ?? target).toFixed(1);
      const message = (this.#ramps++ & 0xffff).toString(16).toUpperCase().padStart(4, '0');
      this.#say(
        'Info',
        `TBC:SETTing ramping "Zone${zone + 1}" from ${from} to ${target.toFixed(1)} (rate=${rate.toFixed(3)}, timeout=60.0, msgid=0x${message})`,
      );
    }
  }

  #setZones(targets: readonly number[] | null, rate: number): void {
    const zones = this.#control.zones.map((zone, index) =>
      targets === null
        ? { ...zone, controlled: false }
        : { controlled: true, target: targets[index] ?? zone.target, rate },
    );
    this.#control = { ...this.#control, zones };
  }

  #setCover(controlled: boolean, target: number): void {
    this.#control = { ...this.#control, cover: { controlled, target } };
  }

  #bench(request: RunRequest): RunBench {
    return {
      publish: (topic, body) => {
        // The first messages come before the run is known to this class.
        if (!this.#run) this.experiments.record(topic, this.#tickedAt, body);
        this.#say(topic, body);
      },
      rampZones: (targets, rate) => {
        this.#noteRamps(targets, rate);
        this.#setZones(targets, rate);
      },
      zonesReached: () => zonesReached(this.#thermal, this.#control),
      heatCover: (target) => this.#setCover(true, target),
      coverReached: () => coverReached(this.#thermal, this.#control),
      lampReady: () => this.#thermal.lamp > 45,
      raiseCover: (done) => this.mechanics.raiseCover(done),
      lowerCover: (done) => this.mechanics.lowerCover(done),
      readings: () => this.readings(),
      collect: (at, filters) => this.experiments.collect(request, at, filters, this.readings()),
      release: () => {
        this.#setZones(null, idleBlockRate);
        this.#setCover(false, this.#control.cover.target);
      },
    };
  }
}

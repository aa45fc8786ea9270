import type { Instrument } from './instrument.ts';
import type { RunFacts, StatusSource } from './status-source.ts';

const fanSetPoint = 44;

/** What the live instrument says about itself, read anew at every use. */
export function instrumentStatus(machine: Instrument): StatusSource {
  const zones = <T>(
    read: (zone: { target: number; controlled: boolean }) => T,
  ): Record<string, T> =>
    Object.fromEntries(
      machine.control.zones.map((zone, index) => [`Zone${index + 1}`, read(zone)]),
    );
  return {
    nickname: machine.nickname,
    get powered() {
      return machine.powered;
    },
    get drawer() {
      return machine.mechanics.drawer;
    },
    get cover() {
      return machine.coverBlank ? '' : machine.mechanics.cover;
    },
    get instrumentState() {
      if (!machine.run) return machine.failed ? 'Error' : 'Idle';
      return machine.run.state.kind === 'paused' ? 'Paused' : 'Running';
    },
    get lampTemperature() {
      return machine.readings().lamp;
    },
    get coverHeater() {
      const { controlled, target } = machine.control.cover;
      return { on: machine.powered && controlled, target };
    },
    get blockHeater() {
      const zone = machine.control.zones[0];
      return { on: zone?.controlled ?? false, target: zone?.target ?? 25 };
    },
    get setPoints() {
      const { cover } = machine.control;
      return { ...zones(({ target }) => target), Fan1: fanSetPoint, Cover: cover.target };
    },
    get controlled() {
      const { cover } = machine.control;
      const fan = machine.control.zones.some(({ controlled }) => controlled);
      return { ...zones(({ controlled }) => controlled), Fan1: fan, Cover: cover.controlled };
    },
    get sampleTemperatures() {
      return machine.readings().sample;
    },
    get blockTemperatures() {
      return machine.readings().block;
    },
    get coverTemperature() {
      return machine.readings().cover;
    },
    get run() {
      return runFacts(machine);
    },
    protocolText: (name) => machine.protocol(name).text,
  };
}

function runFacts({ run }: Instrument): RunFacts | null {
  if (!run) return null;
  const { request, progress } = run;
  return {
    title: request.title,
    mode: request.mode,
    stage: progress.stage?.toString() ?? null,
    cycle: progress.cycle?.toString() ?? null,
    step: progress.step?.toString() ?? null,
    point: progress.point?.toString() ?? null,
    protocol: request.protocol,
    sampleVolume: request.sampleVolume,
    startedAt: request.startedAt,
  };
}

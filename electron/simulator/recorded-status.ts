import { CommandFailure } from './command-failure.ts';
import type { RecordedState } from './recorded-state.ts';
import type { Heater, StatusSource } from './status-source.ts';

/** What a recorded machine says about itself: the last that the recording showed. */
export function recordedStatus(nickname: string, state: () => RecordedState): StatusSource {
  const heater = (part: string): Heater => ({
    on: state().controlled[part] ?? false,
    target: state().setPoints[part] ?? 25,
  });
  return {
    nickname,
    get powered() {
      return state().powered;
    },
    get drawer() {
      return state().drawer;
    },
    get cover() {
      return state().cover;
    },
    get instrumentState() {
      return state().instrumentState;
    },
    get lampTemperature() {
      return state().lampTemperature;
    },
    get coverHeater() {
      return heater('Cover');
    },
    get blockHeater() {
      return heater('Zone1');
    },
    get setPoints() {
      return state().setPoints;
    },
    get controlled() {
      return state().controlled;
    },
    get sampleTemperatures() {
      return state().sampleTemperatures;
    },
    get blockTemperatures() {
      return state().blockTemperatures;
    },
    get coverTemperature() {
      return state().coverTemperature;
    },
    get run() {
      return state().run;
    },
    protocolText: (name) => {
      const { protocol } = state();
      if (protocol?.name.toLowerCase() === name.toLowerCase()) return protocol.text;
      throw new CommandFailure('NoMatch', `Protocol '${name}' is not in the recording`, {
        protocol: name,
      });
    },
  };
}

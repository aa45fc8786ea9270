import type { CommandDefinition } from '../command-table.ts';
import type { Instrument } from '../instrument.ts';
import { lightColours, lightModes, type StatusLight } from '../status-light.ts';
import { wordsOf } from './arguments.ts';

interface LightVerb {
  readonly name: string;
  readonly help: string;
  readonly light: StatusLight;
}

/** Names and reply as the client library QSLib 0.15.3 writes and reads them (`LED:GREENBLINK`, `Green Blink`, `- Off`). */
export const lightVerbs: readonly LightVerb[] = [
  ...lightColours.flatMap((colour) =>
    lightModes.map((mode) => ({
      name: `LED:${colour.toUpperCase()}${mode.toUpperCase()}`,
      help:
        mode === 'Off'
          ? `Switches the light on the front off where it is ${colour.toLowerCase()}.`
          : `Makes the light on the front ${colour.toLowerCase()}${mode === 'Blink' ? ' and blink' : ''}.`,
      light: { colour, mode },
    })),
  ),
  {
    name: 'LED:LightOFF',
    help: 'Switches the light on the front off.',
    light: { colour: null, mode: 'Off' },
  },
];

export function lightCommands(machine: Instrument): readonly CommandDefinition[] {
  return [
    {
      name: 'LED:STATus?',
      level: 'Observer',
      usage: 'LED:STATus?',
      help: 'Colour and mode of the light on the front.',
      run: (call) => {
        wordsOf(call, 0, 0);
        return `${machine.light.colour ?? '-'} ${machine.light.mode}`;
      },
    },
    ...lightVerbs.map(
      ({ name, help, light }): CommandDefinition => ({
        name,
        level: 'Controller',
        usage: name,
        help,
        run: (call) => {
          wordsOf(call, 0, 0);
          machine.light = light;
          return '';
        },
      }),
    ),
  ];
}

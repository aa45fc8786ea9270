import { badInvocation } from '../command-failure.ts';
import type { CommandDefinition } from '../command-table.ts';
import type { Instrument } from '../instrument.ts';
import { parseProtocol } from '../protocol-text.ts';
import { numberFrom, wordOf, wordsOf } from './arguments.ts';

/** What moves or heats something, and the instrument's own software (instrument protocol, section 6). */
export function actionCommands(machine: Instrument): readonly CommandDefinition[] {
  return [...motionCommands(machine), ...heatCommands(machine), ...systemCommands(machine)];
}

/** A command without arguments that takes the time its motion takes. */
function motion(
  name: string,
  help: string,
  begin: (done: () => void) => void,
  check: () => void = () => {},
): CommandDefinition {
  return {
    name,
    level: 'Controller',
    usage: name,
    help,
    run: (call) => {
      wordsOf(call, 0, 0);
      check();
      return { start: (finish) => begin(() => finish('')) };
    },
  };
}

function motionCommands({ mechanics }: Instrument): readonly CommandDefinition[] {
  const refuseOpenDrawer = (): void => {
    if (mechanics.drawer === 'Open') throw badInvocation('The drawer is open');
  };
  return [
    motion('OPEN', 'Raises the cover and opens the drawer. Does not check for a run.', (done) =>
      mechanics.open(done),
    ),
    motion('CLOSE', 'Closes the drawer. Does not check for a run.', (done) =>
      mechanics.close(done),
    ),
    motion(
      'COVerDOWN',
      'Lowers the cover onto the plate.',
      (done) => mechanics.lowerCover(done),
      refuseOpenDrawer,
    ),
  ];
}

function heatCommands(machine: Instrument): readonly CommandDefinition[] {
  return [
    {
      name: 'POWer',
      level: 'Controller',
      usage: 'POWer ON|OFF',
      help: 'Switches lamp and heating. Works during a run.',
      run: (call) => {
        machine.setPower(readOnOff(wordOf(call)));
        return '';
      },
    },
    {
      name: 'BLOCK',
      level: 'Controller',
      usage: 'BLOCK ON [temperature]|OFF [temperature]',
      help: 'Holds the block at a temperature in °C, or lets it go.',
      run: (call) => {
        const [state, target] = wordsOf(call, 1, 2);
        const celsius =
          target === undefined
            ? (machine.control.zones[0]?.target ?? 25)
            : numberFrom(target, 'The temperature');
        if (celsius < 4 || celsius > 100) {
          throw badInvocation(`The temperature must be from 4 to 100, not ${celsius}`);
        }
        machine.setBlock(readOnOff(state ?? '') ? celsius : null);
        return '';
      },
    },
    {
      name: 'PROTocol',
      level: 'Controller',
      // A run says its own volume and mode, so these two are accepted and not kept.
      options: ['volume', 'runmode', 'covertemperature'],
      usage: 'PROTocol [-covertemperature=105] name <multiline.protocol>…</multiline.protocol>',
      help: 'Defines a protocol under a name.',
      run: (call) => {
        const [name, text] = wordsOf(call, 2, 2);
        const cover = numberFrom(
          call.options.get('covertemperature') ?? '105',
          '-covertemperature',
        );
        if (cover < 30 || cover > 110) throw badInvocation('The cover can be from 30 to 110 °C');
        machine.defineProtocol(parseProtocol(name ?? '', text ?? '', cover));
        return '';
      },
    },
  ];
}

function systemCommands(machine: Instrument): readonly CommandDefinition[] {
  return [
    {
      name: 'SYSTem:EXECute',
      level: 'Controller',
      usage: 'SYSTem:EXECute "killall zygote"',
      help: 'Restarts the software of the instrument. Every connection ends and a run is lost.',
      run: (call) => {
        const command = wordOf(call);
        if (command !== 'killall zygote') {
          throw badInvocation(`The simulator has no shell to execute '${command}' in`);
        }
        // The restart takes the connection with it, so the command never gets further than NEXT.
        return { start: () => machine.restart() };
      },
    },
  ];
}

function readOnOff(text: string): boolean {
  switch (text.toLowerCase()) {
    case 'on':
    case 'true':
      return true;
    case 'off':
    case 'false':
      return false;
    default:
      throw badInvocation(`Expected ON or OFF, not '${text}'`);
  }
}

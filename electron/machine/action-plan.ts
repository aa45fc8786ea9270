import type { MachineAction } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { InstrumentState, Readings } from '../../shared/readings.ts';
import { parseBody } from '../scpi/parser.ts';
import type { Body } from '../scpi/value.ts';
import { blockOff, blockOn, blockQuery } from './commands/block.ts';
import type { InstrumentCommand } from './commands/command.ts';
import { coverQuery, lowerCover } from './commands/cover.ts';
import { closeDrawer, drawerQuery, openDrawer } from './commands/drawer.ts';
import { instrumentStateQuery } from './commands/instrument-state.ts';
import { powerQuery, setPower } from './commands/power.ts';
import { abortRun, pauseRun, restartSoftware, resumeRun, stopRun } from './commands/run-control.ts';

/** What reading back found: whether the machine reports what was asked for, and what it reports in words. */
export interface ReadBackFinding {
  readonly agrees: boolean;
  readonly says: string;
}

export interface ReadBack {
  readonly text: string;
  readonly judge: (reply: Body) => ReadBackFinding;
  /** How long the machine may take to report it, in seconds; asked once a second until then. */
  readonly patienceSeconds: number;
}

/** How an action is done on the wire. */
export interface ActionPlan {
  /** Sent one after the other; each must succeed before the next. */
  readonly commands: readonly string[];
  /** Whether the commands count as done when accepted (`NEXT`) or only at `OK`. */
  readonly until: 'accepted' | 'done';
  /** Null where only coming back after a restart shows it. */
  readonly readBack: ReadBack | null;
}

/** Seconds for a mechanical or electrical state to be reported after `OK`. */
const settleSeconds = 5;
/** Seconds for a run to report that it is paused, going on or over; ending one includes its clean-up. */
const runSeconds = 60;

/** Lays out an action's commands and what must be read back for it to count as confirmed. */
export function planAction(action: MachineAction, readings: Readings): ActionPlan {
  switch (action.kind) {
    case 'open-drawer':
      return moving([openDrawer.text], reads(drawerQuery, 'Open', 'Drawer'));
    case 'close-drawer':
      return action.lowerCover === true
        ? moving([closeDrawer.text, lowerCover.text], readsClosedAndDown)
        : moving([closeDrawer.text], reads(drawerQuery, 'Closed', 'Drawer'));
    case 'lower-cover': {
      // A cover cannot come down on an open drawer.
      const closed = readings.drawer?.value === 'Closed';
      const commands = closed ? [lowerCover.text] : [closeDrawer.text, lowerCover.text];
      return moving(commands, reads(coverQuery, 'Down', 'Cover'));
    }
    case 'power-on':
      return moving([setPower('On').text], reads(powerQuery, 'On', 'Power'));
    case 'power-off':
      return moving([setPower('Off').text], reads(powerQuery, 'Off', 'Power'));
    case 'block-on': {
      const { target } = action;
      return moving([blockOn(target).text], {
        text: blockQuery.text,
        patienceSeconds: settleSeconds,
        judge: (body) => {
          const heater = blockQuery.read(body);
          return {
            agrees: heater.on && Math.abs(heater.target - target) < 0.06,
            says: `Block ${heater.on ? 'on' : 'off'}, target ${heater.target.toFixed(1)} °C`,
          };
        },
      });
    }
    case 'block-off':
      return moving([blockOff.text], {
        text: blockQuery.text,
        patienceSeconds: settleSeconds,
        judge: (body) => {
          const heater = blockQuery.read(body);
          return { agrees: !heater.on, says: `Block ${heater.on ? 'on' : 'off'}` };
        },
      });
    case 'pause':
      return running(pauseRun.text, (state) => state.kind === 'paused');
    case 'resume':
      return running(resumeRun.text, (state) => state.kind === 'running');
    case 'stop-after-cycle':
      // The run goes on to the end of its cycle: running is what it should still say.
      return running(stopRun.text, (state) => state.kind !== 'error');
    case 'abort':
      return running(abortRun.text, (state) => state.kind !== 'running' && state.kind !== 'paused');
    case 'restart-software':
      return { commands: [restartSoftware.text], until: 'accepted', readBack: null };
    default:
      return assertNever(action);
  }
}

function moving(commands: readonly string[], readBack: ReadBack): ActionPlan {
  return { commands, until: 'done', readBack };
}

function reads(query: InstrumentCommand<string>, wanted: string, what: string): ReadBack {
  return {
    text: query.text,
    patienceSeconds: settleSeconds,
    judge: (body) => {
      const value = query.read(body);
      return { agrees: value === wanted, says: `${what} ${value.toLowerCase()}` };
    },
  };
}

/** Both positions in one reply; the cover comes last, for it alone may answer nothing. */
const readsClosedAndDown: ReadBack = {
  text: `RET $(${drawerQuery.text}) $(${coverQuery.text})`,
  patienceSeconds: settleSeconds,
  judge: ({ args }) => {
    const value = (index: number): Body => parseBody(args[index]?.text ?? '', { comments: false });
    const drawer = drawerQuery.read(value(0));
    const cover = coverQuery.read(value(1));
    return {
      agrees: drawer === 'Closed' && cover === 'Down',
      says: `Drawer ${drawer.toLowerCase()}, cover ${cover.toLowerCase()}`,
    };
  },
};

/** Pause, resume, stop and abort are done at their first reply (instrument protocol, section 6). */
function running(command: string, agrees: (state: InstrumentState) => boolean): ActionPlan {
  return {
    commands: [command],
    until: 'accepted',
    readBack: {
      text: instrumentStateQuery.text,
      patienceSeconds: runSeconds,
      judge: (body) => {
        const state = instrumentStateQuery.read(body);
        return { agrees: agrees(state), says: `Machine ${stateWord(state)}` };
      },
    },
  };
}

function stateWord(state: InstrumentState): string {
  return state.kind === 'other' ? state.word : state.kind;
}

import type { ActionKind, MachineAction } from '../../../shared/action.ts';
import { catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { CatalogueCommand } from '../../../shared/catalogue/command-entry.ts';
import { findCommand } from '../../../shared/catalogue/spelling.ts';

/** What a command text may do: an action, something else that is risky, or what cannot be told before the machine substitutes. */
export type DisguisedAction =
  | {
      readonly kind: 'action';
      readonly action: MachineAction;
      readonly command: CatalogueCommand;
    }
  | { readonly kind: 'risk'; readonly command: CatalogueCommand }
  | { readonly kind: 'expression' }
  | { readonly kind: 'unreadable'; readonly word: string }
  /** There is more in it than can be looked through. */
  | { readonly kind: 'unchecked' };

type ActionOf = (argument: string) => MachineAction | null;

const plain = (kind: Exclude<ActionKind, 'block-on' | 'close-drawer'>): ActionOf => {
  return () => ({ kind });
};

/** Commands that are what a button does, by their documented name. */
const actions: Readonly<Record<string, ActionOf>> = {
  OPEN: plain('open-drawer'),
  CLOSe: () => ({ kind: 'close-drawer' }),
  COVerDOWN: plain('lower-cover'),
  // Anything but a plain ON may be OFF once the machine has substituted it.
  POWer: (argument) => ({ kind: /^(on|true|1)$/i.test(argument) ? 'power-on' : 'power-off' }),
  BLOCK: (argument) =>
    /^(off|false|0)$/i.test(argument)
      ? { kind: 'block-off' }
      : { kind: 'block-on', target: Number(/[\d.]+$/.exec(argument)?.[0] ?? Number.NaN) },
  PAUSe: plain('pause'),
  RESume: plain('resume'),
  StopRun: plain('stop-after-cycle'),
  AbortRun: plain('abort'),
  // Any other program is a risk of its own kind.
  'SYSTem:EXECute': (argument) =>
    /zygote|kill|reboot|\$/i.test(argument) ? { kind: 'restart-software' } : null,
};

/** One place of a text where a command stands. */
export interface CommandPlace {
  readonly word: string;
  /** What follows it up to the next separator, options left out. */
  readonly argument: string;
  readonly quoted: boolean;
  readonly index: number;
}

/**
 * Where a command can stand: at the start of a line, alone or after its ident, inside `$(…)`, in a tagged body, behind a
 * separator, or in quotes that another command may execute.
 */
const commandPlace = /(?:^|[\n\r;"'>]|\$\()[ \t]*(?:\d+[ \t]+)?(?=[:A-Za-z$*])/g;

const commandWord = /[^\s()<>"';]+/y;

/** How far behind a command its argument is looked for, in characters. */
const argumentReach = 300;

/** Every place of a text where a command may stand, however deep. */
export function* commandPlaces(text: string): Generator<CommandPlace> {
  for (const place of text.matchAll(commandPlace)) {
    const index = place.index + place[0].length;
    commandWord.lastIndex = index;
    const word = commandWord.exec(text)?.[0] ?? '';
    const rest = text.slice(index + word.length, index + word.length + argumentReach);
    const quote = /^[ \t]*(["'])(.*?)\1/.exec(rest)?.[2];
    const argument = (quote ?? rest.split(/[\n\r;)<"']/, 1)[0] ?? '')
      .trim()
      .replace(/^(-\S+\s+)+/, '');
    yield { word, argument, quoted: /^["']/.test(place[0]), index };
  }
}

/** A text with more than this is refused: looking through it would hold up every other machine. */
const mostPlaces = 20_000;
const mostFound = 200;

/**
 * Finds everything risky that a command text may do, in any spelling and however deep it is nested. Errs towards finding:
 * a word that only looks like a command costs a question, a missed one a run.
 */
export function disguisedActions(text: string): readonly DisguisedAction[] {
  const found: DisguisedAction[] = text.includes('$[') ? [{ kind: 'expression' }] : [];
  const isInProtocol = protocolFinder(text);
  let places = 0;
  for (const { word, argument, quoted, index } of commandPlaces(text)) {
    if (++places > mostPlaces || found.length > mostFound) {
      found.push({ kind: 'unchecked' });
      break;
    }
    if (word.includes('$')) {
      // `$(…)` is looked into by itself. A variable or an expression may turn into any command; in quotes it is nearly
      // always a name, such as the run's title.
      if (word !== '$' && !quoted) found.push({ kind: 'unreadable', word });
      continue;
    }
    const command = namedBy(word);
    if (command === null || command.risks.length === 0) continue;
    // A statement of a protocol only describes; alone it is carried out.
    if (command.group === 'Protocol' && isInProtocol(index)) continue;
    const action = actions[command.name]?.(argument) ?? null;
    found.push(action === null ? { kind: 'risk', command } : { kind: 'action', action, command });
  }
  return found;
}

/** The command of a word; signs behind it (`exp:attr=`, `SUBS+`) only vary how it is carried out. */
export function namedBy(word: string): CatalogueCommand | null {
  return findCommand(word, catalogue) ?? findCommand(word.replace(/[+=~].*$/, ''), catalogue);
}

/** Answers whether a place lies in the text of a protocol; the places have to be asked about in order. */
function protocolFinder(text: string): (index: number) => boolean {
  const tags = text.matchAll(/<(\/?)multiline\.\w+>/g);
  let tag = tags.next();
  let depth = 0;
  return (index) => {
    for (; tag.done !== true && tag.value.index < index; tag = tags.next())
      depth += tag.value[1] === '' ? 1 : -1;
    return depth > 0;
  };
}

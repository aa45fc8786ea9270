import type { ActionKind, MachineAction } from '../../../shared/action.ts';

/** An action that a command text may carry out, or one that cannot be told before the machine substitutes. */
export type DisguisedAction =
  | { readonly kind: 'action'; readonly action: MachineAction }
  | { readonly kind: 'unreadable'; readonly word: string };

interface Spelling {
  /** As the machine documents it: capitals mark the short form (instrument protocol, section 3). */
  readonly name: string;
  readonly action: (argument: string) => MachineAction | null;
}

const plain = (name: string, kind: Exclude<ActionKind, 'block-on' | 'close-drawer'>): Spelling => ({
  name,
  action: () => ({ kind }),
});

const spellings: readonly Spelling[] = [
  plain('OPEN', 'open-drawer'),
  { name: 'CLOSE', action: () => ({ kind: 'close-drawer' }) },
  plain('COVerDOWN', 'lower-cover'),
  // Anything but a plain ON may be OFF once the machine has substituted it.
  {
    name: 'POWer',
    action: (argument) => ({ kind: /^(on|true|1)$/i.test(argument) ? 'power-on' : 'power-off' }),
  },
  {
    name: 'BLOCK',
    action: (argument) =>
      /^(off|false|0)$/i.test(argument)
        ? { kind: 'block-off' }
        : { kind: 'block-on', target: Number(/[\d.]+$/.exec(argument)?.[0] ?? Number.NaN) },
  },
  plain('PAUSe', 'pause'),
  plain('RESume', 'resume'),
  plain('StopRun', 'stop-after-cycle'),
  plain('AbortRun', 'abort'),
  plain('SYSTem:EXECute', 'restart-software'),
];

/**
 * Where a command can stand: at the start of a line, alone or after its ident, inside `$(…)`, in a tagged body, behind a
 * separator, or in quotes that another command may execute.
 */
const commandPlace = /(?:^|[\n\r;"'>]|\$\()[ \t]*(?:\d+[ \t]+)?(?=[A-Za-z$*])/g;

const commandWord = /[^\s()<>"';]+/y;

/**
 * Finds every action a command text may carry out, in any spelling and however deep it is nested. Errs towards finding:
 * a word that only looks like a command costs a question, a missed one a run.
 */
export function disguisedActions(text: string): readonly DisguisedAction[] {
  const found: DisguisedAction[] = [];
  for (const place of text.matchAll(commandPlace)) {
    commandWord.lastIndex = place.index + place[0].length;
    const word = commandWord.exec(text)?.[0] ?? '';
    if (word.includes('$')) {
      // `$(…)` is looked into by itself. A variable or an expression may turn into any command; in quotes it is nearly
      // always a name, such as the run's title.
      if (word !== '$' && !/^["']/.test(place[0])) found.push({ kind: 'unreadable', word });
      continue;
    }
    const spelling = spellings.find(({ name }) => matches(name, word));
    if (spelling === undefined) continue;
    const rest = text.slice(commandWord.lastIndex).split(/[\n\r;)<"']/, 1)[0] ?? '';
    const argument = rest.trim().replace(/^(-\S+\s+)+/, '');
    const action = spelling.action(argument);
    if (action !== null) found.push({ kind: 'action', action });
  }
  return found;
}

/**
 * Whether a word names a command: short or long form, or anything between, in any case. The capitals are the short form;
 * which lengths between a real machine takes is unverified, so all are taken for it here.
 */
function matches(name: string, word: string): boolean {
  const pattern = name.replaceAll(/[a-z]+/g, (letters) =>
    Array.from(letters).reduceRight((inner, letter) => `(?:${letter}${inner})?`, ''),
  );
  return new RegExp(`^${pattern}$`, 'i').test(word);
}

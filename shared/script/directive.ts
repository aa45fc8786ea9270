import { readAccessLevel } from '../access-level.ts';
import { patternProblem } from './safe-pattern.ts';
import { longestWaitMilliseconds, mostSteps, type ScriptStep } from './script.ts';

export type DirectiveReading =
  | { readonly kind: 'step'; readonly step: ScriptStep }
  | { readonly kind: 'repeat'; readonly count: number }
  | { readonly kind: 'end' }
  /** `offset` from the `@`. */
  | { readonly kind: 'problem'; readonly offset: number; readonly message: string };

const unitMilliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
};

/** Reads one line that begins with `@`. */
export function readDirective(text: string, line: number): DirectiveReading {
  const [, name = '', gap = '', rest = ''] = /^@([A-Za-z]*)(\s*)(.*)$/s.exec(text) ?? [];
  const offset = 1 + name.length + gap.length;
  const problem = (message: string, at = offset): DirectiveReading => ({
    kind: 'problem',
    offset: at,
    message,
  });
  const plain = rest.replace(/(?:^|\s+)#.*$/, '').trim();
  switch (name.toLowerCase()) {
    case 'wait': {
      const milliseconds = readDuration(plain);
      return milliseconds === null
        ? problem('Say how long, such as @wait 5s, 500ms, 2min or 1h; at most 24h.')
        : { kind: 'step', step: { kind: 'wait', line, milliseconds } };
    }
    case 'expect': {
      const [, pattern, flags = ''] = /^\/(.*)\/([a-z]*)$/.exec(rest.trim()) ?? [];
      if (pattern === undefined) return problem('Write @expect /pattern/ or @expect /pattern/i.');
      if (flags !== '' && flags !== 'i')
        return problem('Only i (any case) may follow the pattern.');
      const unsafe = patternProblem(pattern);
      if (unsafe !== null) return problem(unsafe);
      return { kind: 'step', step: { kind: 'expect', line, pattern, ignoresCase: flags === 'i' } };
    }
    case 'repeat': {
      const count = /^\d{1,6}$/.test(plain) ? Number(plain) : 0;
      return count < 1 || count > mostSteps
        ? problem(`Say how often, such as @repeat 3; at most ${mostSteps}.`)
        : { kind: 'repeat', count };
    }
    case 'end':
      return plain === '' ? { kind: 'end' } : problem('Nothing may follow @end.');
    case 'level': {
      const level = readAccessLevel(plain);
      return level === null
        ? problem('Name a level: Guest, Observer, Controller, Administrator or Full.')
        : { kind: 'step', step: { kind: 'level', line, level } };
    }
    case 'set': {
      const [, variable, value] = /^([A-Za-z_]\w{0,63})(?:\s+(.*))?$/.exec(rest.trim()) ?? [];
      return variable === undefined
        ? problem('Write @set NAME value; a name is letters, digits and _.')
        : { kind: 'step', step: { kind: 'set', line, name: variable, value: value ?? '' } };
    }
    default:
      return problem(
        `@${name} is not known. There are @wait, @expect, @repeat, @end, @level and @set.`,
        0,
      );
  }
}

function readDuration(text: string): number | null {
  const [, amount, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|min|h)$/.exec(text) ?? [];
  const factor = unitMilliseconds[unit];
  if (amount === undefined || factor === undefined) return null;
  const milliseconds = Math.round(Number(amount) * factor);
  return milliseconds <= longestWaitMilliseconds ? milliseconds : null;
}

const longestPattern = 500;

/**
 * Why a pattern may not be used on what a machine answers; null if it may. Patterns that can take exponentially long
 * (a repeated group with a repetition or a choice inside) and those that need looking around are refused; whoever runs one
 * bounds its time as well.
 */
export function patternProblem(pattern: string): string | null {
  if (pattern === '') return 'The pattern is empty.';
  if (pattern.length > longestPattern) return `A pattern may have ${longestPattern} characters.`;
  return syntaxProblem(pattern) ?? structureProblem(pattern);
}

function syntaxProblem(pattern: string): string | null {
  try {
    // Compiling is the check: there is nothing to match yet.
    void RegExp(pattern, 'u');
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `This is not a pattern: ${why.replace(/^Invalid regular expression: /, '')}.`;
  }
}

/** Whether the group that is open, or was just closed, holds something that can match in several ways. */
interface Group {
  varies: boolean;
}

function structureProblem(pattern: string): string | null {
  const groups: Group[] = [{ varies: false }];
  let closed: Group | null = null;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    const group = groups.at(-1) as Group;
    const before = closed;
    closed = null;
    if (character === '\\') {
      if (/[1-9k]/.test(pattern[at + 1] ?? ''))
        return 'A pattern may not refer back to one of its groups.';
      at++;
    } else if (character === '[') {
      at = classEnd(pattern, at);
    } else if (character === '(') {
      if (/^\(\?(?:[=!]|<[=!])/.test(pattern.slice(at)))
        return 'A pattern may not look ahead or behind.';
      groups.push({ varies: false });
      if (pattern[at + 1] === '?')
        at = pattern.startsWith('?<', at + 1) ? pattern.indexOf('>', at) : at + 2;
    } else if (character === ')') {
      closed = groups.pop() ?? null;
      // What varies inside varies outside, too.
      const outer = groups.at(-1);
      if (closed?.varies === true && outer !== undefined) outer.varies = true;
    } else if (character === '|') {
      group.varies = true;
    } else if (/[*+?{]/.test(character)) {
      const many = /^(?:[*+]|\{\d+,\d*\}|\{\d{2,}\})/.test(pattern.slice(at));
      if (many && before?.varies === true)
        return 'A repeated group may not hold a repetition or a choice: it could take for ever.';
      group.varies = true;
      if (character === '{') at = Math.max(at, pattern.indexOf('}', at));
      // A lazy quantifier is one quantifier.
      if (pattern[at + 1] === '?') at++;
    }
  }
  return null;
}

function classEnd(pattern: string, open: number): number {
  for (let at = open + 1; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === ']') return at;
  }
  return pattern.length;
}

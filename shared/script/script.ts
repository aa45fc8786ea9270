import type { AccessLevel } from '../access-level.ts';

/** One step of a script as written; `{{NAME}}` is filled in when it is its turn. Lines count from 1. */
export type ScriptStep =
  | { readonly kind: 'command'; readonly line: number; readonly text: string }
  | { readonly kind: 'wait'; readonly line: number; readonly milliseconds: number }
  | {
      readonly kind: 'expect';
      readonly line: number;
      readonly pattern: string;
      readonly ignoresCase: boolean;
    }
  | { readonly kind: 'level'; readonly line: number; readonly level: AccessLevel }
  | {
      readonly kind: 'set';
      readonly line: number;
      readonly name: string;
      readonly value: string;
    }
  | {
      readonly kind: 'repeat';
      readonly line: number;
      readonly count: number;
      readonly steps: readonly ScriptStep[];
    };

export interface Script {
  readonly steps: readonly ScriptStep[];
}

/** What is wrong with a script, and where; both count from 1. */
export interface ScriptProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ScriptReading =
  | { readonly ok: true; readonly script: Script }
  | { readonly ok: false; readonly problems: readonly ScriptProblem[] };

export const longestScript = 200_000;
/** Steps that one run may take, repeats counted. */
export const mostSteps = 100_000;
export const longestWaitMilliseconds = 24 * 3_600_000;

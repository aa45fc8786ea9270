// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import type { ScriptRunState } from '../../../../shared/scripts.ts';
import type { ScriptRunId } from '../../../../shared/units.ts';
import {
  emptyScript,
  keepDraft,
  loadDraft,
} from '../../../../renderer/features/console/scripts/script-draft.ts';
import { problemsOf } from '../../../../renderer/features/console/scripts/script-findings.tsx';
import { ScriptProgress } from '../../../../renderer/features/console/scripts/script-progress.tsx';
import { scriptWords } from '../../../../renderer/features/console/scripts/script-words.ts';
import { failure, idOf, instant } from '../../../support/renderer-fixtures.ts';
import { keptInMemory } from '../../../support/renderer-host.ts';
import { button, hasButton, openView, type TestWindow } from '../open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const now = instant(Date.UTC(2026, 0, 1));
const runOf = (progress: ScriptRunState['progress']): ScriptRunState => ({
  id: 'run-1' as ScriptRunId,
  machineId: idOf('qpcr1'),
  name: 'Warm up',
  startedAt: now,
  line: 4,
  step: 2,
  steps: 8,
  level: 'Observer',
  progress,
});

test('mistakes are named with their lines as they are typed', () => {
  expect(problemsOf('POW?\n@wait soon\n@end').map(({ line }) => line)).toEqual([2, 3]);
  expect(problemsOf('POW?\n@wait 5s\n')).toEqual([]);
});

test('where a run stands is said with its line and step', () => {
  expect(scriptWords(runOf({ kind: 'running' }), now)).toBe('Running line 4, step 3 of 8');
  expect(scriptWords(runOf({ kind: 'waiting', until: instant(now + 65_000) }), now)).toBe(
    'Waiting 1:05 more, line 4, step 3 of 8',
  );
  const broken = failure('machine-error', 'The machine refused.', '');
  expect(scriptWords(runOf({ kind: 'failed', at: now, failure: broken }), now)).toBe(
    'Failed at line 4: The machine refused.',
  );
});

test('a running script is paused and stopped, a paused one goes on', async () => {
  opened = await openView(() => <ScriptProgress run={runOf({ kind: 'running' })} />);
  const { run, host } = opened;
  await run(() => button('Pause script').click());
  await run(() => button('Stop script').click());
  expect(host.inputsOf('scripts.pause')).toEqual([{ machineId: 'qpcr1' }]);
  expect(host.inputsOf('scripts.stop')).toEqual([{ machineId: 'qpcr1' }]);
  await opened.close();
  opened = await openView(() => <ScriptProgress run={runOf({ kind: 'paused', since: now })} />);
  await opened.run(() => button('Go on').click());
  expect(opened.host.inputsOf('scripts.resume')).toEqual([{ machineId: 'qpcr1' }]);
});

test('a script that ended has nothing left to press', async () => {
  opened = await openView(() => <ScriptProgress run={runOf({ kind: 'finished', at: now })} />);
  expect(hasButton('Stop script')).toBe(false);
});

test('what was being written is there again, and a damaged note means an empty script', () => {
  const kept = keptInMemory();
  keepDraft(kept, { id: null, name: 'Mine', text: 'POW?' });
  expect(loadDraft(kept)).toEqual({ id: null, name: 'Mine', text: 'POW?' });
  kept.write('quantdeck.script-draft', '{"id":3}');
  expect(loadDraft(kept)).toEqual(emptyScript);
});

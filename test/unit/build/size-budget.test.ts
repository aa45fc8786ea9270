import { expect, test } from 'vitest';
import {
  budgets,
  firstFilesOf,
  overBudget,
  sizeTable,
  sizesOf,
} from '../../../build/lib/size-budget.mjs';

const page = `<script src="./color-scheme.js"></script>
<script type="module" crossorigin src="./assets/index-1.js"></script>
<link rel="modulepreload" crossorigin href="./assets/shared-2.js">
<link rel="stylesheet" crossorigin href="./assets/index-3.css">`;

const built = (path: string, kilobytes: number) => ({
  path,
  bytes: kilobytes * 1000,
  gzipBytes: kilobytes * 300,
});

const files = [
  built('renderer/assets/index-1.js', 500),
  built('renderer/assets/shared-2.js', 100),
  built('renderer/assets/index-3.css', 200),
  built('renderer/assets/late-4.js', 300),
  built('renderer/index.html', 1),
  built('main/main.js', 1_000),
  built('preload/preload.cjs', 1),
  built('host/host.js', 1_000),
];

test('what the page names counts before the first card, what it loads later does not', () => {
  const sizes = sizesOf(files, budgets(firstFilesOf(page)));
  const of = (name: string) => sizes.find((size) => size.name === name);
  expect(of('scripts before the first card')).toMatchObject({
    kilobytes: 600,
    gzipKilobytes: 180,
  });
  expect(of('all scripts of the window')?.kilobytes).toBe(900);
  expect(of('the whole window')?.kilobytes).toBe(1_101);
  expect(overBudget(sizes)).toEqual([]);
  expect(sizeTable(sizes).split('\n')).toHaveLength(sizes.length);
});

test('growth past a budget is refused with the numbers, the reason and where to raise it', () => {
  const grown = [...files, built('preload/more.cjs', 9)];
  const [only, ...more] = overBudget(sizesOf(grown, budgets(firstFilesOf(page))));
  expect(more).toEqual([]);
  expect(only).toContain('preload script: 10 KB, and the budget is 4 KB (two functions;');
  expect(only).toContain('build/lib/size-budget.mjs');
});

test('a budget that no file counts for is refused, because it would guard nothing', () => {
  const problems = overBudget(sizesOf(files, budgets(firstFilesOf(''))));
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain('nothing was built');
});

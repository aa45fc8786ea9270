import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { findBrowser, testBrowserFlags } from '../../build/lib/find-browser.mjs';
import type { ConsoleLine, ConsolePage } from '../../shared/console.ts';
import type { HostApi, PanelEvent, PanelView } from '../../shared/contract.ts';
import { Program } from '../e2e/support/processes.ts';
import { instant, networkSettings, snapshotOf } from '../support/renderer-fixtures.ts';
import { viewOf } from '../support/renderer-states.ts';

/*
 * Run with `npm run bench:console` after `npm run build`. The built window, in a headless browser, with 200,000 lines in its
 * transcript while 500 more a second arrive: how long from a key to the next paint, and how evenly it scrolls.
 */

const lineCount = 200_000;
const linesPerSecond = 500;
const typedKeys = 200;
const limitMilliseconds = 50;

declare global {
  interface Window {
    keyTimes: number[];
    frameTimes: number[];
  }
}

/** Stands in for the host inside the page: it holds the lines, answers pages of them, and tells of new ones ten times a second. */
function installHost([view, count, perSecond]: readonly [PanelView, number, number]): void {
  const machineId = view.machines[0]?.id;
  if (machineId === undefined) throw new Error('no machine');
  const temperatures = '-sample=60.1,60.1,59.9,60.2,60.3,60.1 -heatsink=41.2 -cover=105.0';
  const lineAt = (sequence: number): ConsoleLine => {
    const turn = sequence % 4;
    const message = turn === 3;
    const body = turn === 2 && sequence % 40 === 2;
    const text = message
      ? `Run ${sequence}.123 Acquiring -run="Plate" -point=${sequence} ${temperatures}`
      : turn === 1
        ? `RET $(POW?) $(DRAWer?) ${sequence}`
        : body
          ? `<quote.reply>\n${'public_run_complete:a_long_name.eds\n'.repeat(20)}</quote.reply>`
          : `ON Closed Down Running ${sequence}`;
    return {
      sequence,
      at: (view.machines[0]?.heardAt ?? 0) as ConsoleLine['at'],
      kind: message ? 'message' : turn === 1 ? 'command' : 'ok',
      origin: message ? 'machine' : 'console',
      session: null,
      ident: message ? null : String(Math.floor(sequence / 4)),
      topic: message ? 'Run' : null,
      text,
      clipped: false,
      byteLength: text.length,
      durationMilliseconds: turn === 2 ? 15 : null,
    };
  };
  let last = count;
  const listeners = new Set<(event: PanelEvent) => void>();
  const pageOf = (input: { before?: number; after?: number; limit: number }): ConsolePage => {
    const from = input.after
      ? input.after + 1
      : Math.max(1, (input.before ?? last + 1) - input.limit);
    const to = Math.min(last, from + input.limit - 1, (input.before ?? last + 1) - 1);
    const lines: ConsoleLine[] = [];
    for (let at = from; at <= to; at += 1) lines.push(lineAt(at));
    return { lines, first: 1, last, dropped: 0 };
  };
  const answers: Record<string, (input: never) => unknown> = {
    'panel.view': () => view,
    'console.lines': pageOf,
    'console.judge': () => ({ kind: 'allow', note: null }),
  };
  const host: HostApi = {
    ask: async (name, input) =>
      ({ ok: true, value: answers[name]?.(input as never) ?? null }) as never,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(window, { quantdeck: host, keyTimes: [], frameTimes: [] });
  setInterval(() => {
    const lines = Array.from({ length: perSecond / 10 }, () => lineAt((last += 1)));
    for (const listener of listeners)
      listener({ event: 'console', payload: [{ machineId, lines }] });
  }, 100);
  window.addEventListener(
    'keydown',
    ({ timeStamp }) =>
      // After the frame that draws the key has been handed over.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.addEventListener('message', () =>
          window.keyTimes.push(performance.now() - timeStamp),
        );
        channel.port1.start();
        channel.port2.postMessage(null);
      }),
    { capture: true },
  );
}

function figures(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) /
    10;
  return { count: sorted.length, median: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) };
}

async function typeAndMeasure(page: Page, text: string): Promise<readonly number[]> {
  await page.evaluate(() => {
    window.keyTimes = [];
  });
  const command = page.getByRole('textbox', { name: 'Command', exact: true });
  await command.click();
  for (let typed = 0; typed < typedKeys; typed += text.length) {
    await page.keyboard.type(text, { delay: 40 });
    await command.press('Escape');
    await command.press('Escape');
  }
  return page.evaluate(() => window.keyTimes);
}

/** Turns the wheel for three seconds and notes the time between frames. */
async function scrollAndMeasure(page: Page): Promise<readonly number[]> {
  await page.getByRole('log', { name: 'Transcript' }).hover();
  await page.evaluate(() => {
    window.frameTimes = [];
    let before = performance.now();
    const frame = (now: number): void => {
      window.frameTimes.push(now - before);
      before = now;
      if (window.frameTimes.length < 1_000) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const end = Date.now() + 3_000;
  while (Date.now() < end) {
    await page.mouse.wheel(0, -700);
    await page.waitForTimeout(16);
  }
  return page.evaluate(() => window.frameTimes);
}

/** How many lines the search has found so far. */
async function foundLines(page: Page): Promise<number> {
  const words = (await page.getByRole('search').getByRole('status').textContent()) ?? '';
  return Number(words.replaceAll(/[^\d]/g, ''));
}

/** Opens the console over the whole transcript and measures it. */
async function measure(page: Page) {
  const now = instant(Date.now());
  const machine = snapshotOf(now, networkSettings('qpcr1', 'qpcr1'), { heardAt: now });
  const view = viewOf([machine], now);
  await page.addInitScript(installHost, [view, lineCount, linesPerSecond] as const);
  // The address with its token leads to one without.
  await page.reload();
  await page.evaluate(() => {
    window.location.hash = '#/console/qpcr1';
  });
  await page.getByRole('textbox', { name: 'Command', exact: true }).waitFor();

  // Looking for something fetches every line there is.
  const looked = page.getByRole('textbox', { name: 'Search transcript' });
  const from = Date.now();
  await looked.fill('Closed Down');
  while ((await foundLines(page)) < lineCount / 5) await page.waitForTimeout(50);
  const fetching = Date.now() - from;
  const searching = await typeAndMeasure(page, 'RET $(COV');
  await looked.fill('');
  const typing = await typeAndMeasure(page, 'RET $(COV');
  const frames = await scrollAndMeasure(page);
  return {
    fetching,
    searching: figures(searching),
    typing: figures(typing),
    frames: figures(frames),
  };
}

test('typing stays quick over 200,000 lines while 500 a second arrive', async () => {
  const data = mkdtempSync(join(tmpdir(), 'quantdeck-bench-'));
  const host = new Program(['out/host/host.js', '--port', '0', '--no-open', '--data', data]);
  const address = await host.line((line) => /^QuantDeck ready at (\S+)$/.exec(line)?.[1] ?? null);
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [...testBrowserFlags],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(address);
    const found = await measure(page);
    // oxlint-disable-next-line no-console -- the figures, in milliseconds, are what this program is for
    console.log(JSON.stringify(found, null, 2));
    expect(found.typing.p95).toBeLessThan(limitMilliseconds);
    expect(found.searching.p95).toBeLessThan(limitMilliseconds);
  } finally {
    await browser.close();
    await host.end();
    rmSync(data, { recursive: true, force: true });
  }
}, 300_000);

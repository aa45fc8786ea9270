/*
 * Draws the app's icons from build/icon.svg: run after changing it, and commit what it makes. Windows' and macOS's own formats are
 * made from the largest one by electron-builder; Linux wants the sizes as files.
 * Usage: npm run icons
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findBrowser, testBrowserFlags } from './lib/find-browser.mjs';
import { at } from './lib/paths.mjs';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
const drawing = readFileSync(at('build', 'icon.svg'), 'utf8');
const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: [...testBrowserFlags],
});

/** @param {number} size in pixels @param {string} file */
async function draw(size, file) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
  );
  writeFileSync(file, await page.screenshot({ omitBackground: true }));
  await page.close();
}

try {
  mkdirSync(at('build', 'icons'), { recursive: true });
  for (const size of sizes) await draw(size, at('build', 'icons', `${size}x${size}.png`));
  await draw(1024, at('build', 'icon.png'));
} finally {
  await browser.close();
}

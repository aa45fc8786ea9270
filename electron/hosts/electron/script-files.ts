import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { App, Event } from 'electron';
import type { PanelApi } from '../../panel/panel-api.ts';

/** How a script file is named; the system opens such a file with QuantDeck (electron-builder.yml). */
const scriptFile = /\.scpi$/i;

/** Larger than any script QuantDeck takes, in bytes; what is larger is not read. */
const largestFile = 4 * 1024 * 1024;

/** Tells a person, in one plain sentence, why a file was not opened. */
type Refuse = (sentence: string) => void;

/** The script files that a command line names. Chromium's own switches come along in it. */
export function scriptFilesIn(words: readonly string[], folder: string): readonly string[] {
  return words
    .filter((word) => !word.startsWith('-') && scriptFile.test(word))
    .map((word) => resolve(folder, word));
}

/**
 * Opens the script files that a person double-clicks: at the start and later, as macOS tells it and as the other systems do, by
 * a second start. To be called before the app is ready, because macOS tells before. Answers what opens them from then on.
 */
export function followScriptFiles(app: Pick<App, 'on'>, words: readonly string[]) {
  let waiting = [...scriptFilesIn(words, process.cwd())];
  let take = (file: string): void => {
    waiting.push(file);
  };
  app.on('open-file', (event: Event, file: string) => {
    event.preventDefault();
    take(file);
  });
  app.on('second-instance', (_event, later, folder) => {
    for (const file of scriptFilesIn(later, folder)) take(file);
  });
  return (panel: Pick<PanelApi, 'openScript'>, refuse: Refuse): void => {
    take = (file) => openScriptFile(file, panel, refuse);
    for (const file of waiting) take(file);
    waiting = [];
  };
}

function openScriptFile(file: string, panel: Pick<PanelApi, 'openScript'>, refuse: Refuse): void {
  const name = basename(file);
  try {
    if (statSync(file).size > largestFile) {
      refuse(`${name} was not opened: it is larger than ${largestFile / 1024 / 1024} MB.`);
      return;
    }
    panel.openScript(name, new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)));
  } catch (error) {
    const why = error instanceof TypeError ? 'it is not a text' : String(error);
    refuse(`${name} was not opened: ${why}.`);
  }
}

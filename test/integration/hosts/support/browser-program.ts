/*
 * The browser host as a program of its own, with a recording panel: started by tests as a child process.
 * With REAL_PANEL set, the real panel runs instead.
 * Usage: node browser-program.ts RENDERER_DIRECTORY RECORD_FILE [host arguments…]
 */
import { runBrowserHost } from '../../../../electron/hosts/browser/run.ts';
import { createRecordingPanel, recordTo } from './recording-panel.ts';

// Loaded only when wanted: it is large, and most tests here start several hosts.
const real =
  process.env['REAL_PANEL'] === undefined
    ? null
    : await import('../../../../electron/panel/panel.ts');

const [, , rendererDirectory = '', recordFile = '', ...words] = process.argv;
await runBrowserHost({
  words,
  rendererDirectory,
  createPanel: (parts) => {
    if (real !== null) return real.createPanel({ ...parts, host: 'browser', version: '0.0.0' });
    const panel = createRecordingPanel(recordTo(recordFile));
    // A machine that never answers QUIT, for the test of the second signal.
    if (process.env['NEVER_LEAVES'] !== undefined)
      return { ...panel, leave: (seconds) => (void panel.leave(seconds), new Promise(() => {})) };
    return panel;
  },
});

// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import type { AccessLevel } from '../../../../shared/access-level.ts';
import { catalogue } from '../../../../shared/catalogue/catalogue.ts';
import { CommandForm } from '../../../../renderer/features/console/palette/command-form.tsx';
import {
  button,
  descriptionOf,
  dialog,
  field,
  openView,
  type TestWindow,
  textOf,
  type,
} from '../open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function openForm(name: string, cap: AccessLevel = 'Controller') {
  const command = catalogue.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const sent: string[] = [];
  const inserted: string[] = [];
  opened = await openView(() => (
    <CommandForm
      command={command}
      level="Observer"
      cap={cap}
      onSend={(text, level) => sent.push(`${level}: ${text}`)}
      onInsert={(text) => inserted.push(text)}
      onBack={() => {}}
      onClose={() => {}}
    />
  ));
  return { run: opened.run, sent, inserted };
}

test('a form sends the command it shows, at the level that command needs', async () => {
  const { run, sent } = await openForm('COVerDOWN');
  await run(() => button('Send as Controller').click());
  expect(sent).toEqual(['Controller: COVerDOWN']);
});

test('a field that is missing is named, and nothing is sent', async () => {
  const { run, sent } = await openForm('EXPeriment:READ?');
  await run(() => button('Send as Observer').click());
  expect(sent).toEqual([]);
  expect(textOf(dialog())).toMatch(/is missing\./);
});

test('what is typed into the fields is quoted as the machine needs it', async () => {
  const { run, inserted } = await openForm('EXPeriment:READ?');
  const [first] = catalogue.find(({ name }) => name === 'EXPeriment:READ?')?.arguments ?? [];
  await run(() => type(field(`${first?.name} *`), 'my run/plate setup.xml'));
  await run(() => button('Put into the command line').click());
  expect(inserted).toEqual(['EXPeriment:READ? "my run/plate setup.xml"']);
});

test('a command beyond the machine’s limit can be looked at but not sent', async () => {
  const { run, sent } = await openForm('COVerDOWN', 'Observer');
  const send = button('Send as Controller');
  expect(descriptionOf(send)).toContain('This machine is limited to Observer.');
  await run(() => send.click());
  expect(sent).toEqual([]);
});

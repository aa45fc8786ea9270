import { scriptNameSchema, scriptTextSchema } from '../../../shared/scripts.ts';
import type { Notices } from '../notices.ts';
import type { ScriptLibrary } from './script-library.ts';

/** Keeps a script file that a person opened with QuantDeck, and says where it is now. Nothing of it is run. */
export function keepOpenedScript(
  library: ScriptLibrary,
  notices: Notices,
  fileName: string,
  text: string,
): void {
  const name = scriptNameSchema.safeParse(fileName);
  const content = scriptTextSchema.safeParse(text);
  if (!name.success || !content.success) {
    const why = name.success ? 'it is too long for a script' : 'its name is too long';
    notices.add('warning', `“${fileName.slice(0, 100)}” was not opened: ${why}.`);
    return;
  }
  const known = library.all.some((script) => script.name === name.data && script.text === text);
  try {
    const saved = known ? null : library.save(null, name.data, content.data);
    if (saved !== null && !saved.ok)
      notices.add(
        'warning',
        `“${name.data}” was not opened: ${saved.failure.message} ${saved.failure.remedy}`,
      );
    else
      notices.add('info', `“${name.data}” is among your scripts: open the console, then Scripts.`);
  } catch (error) {
    notices.add('warning', `“${name.data}” could not be kept: ${String(error)}`);
  }
}

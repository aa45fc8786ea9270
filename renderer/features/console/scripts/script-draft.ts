import { z } from 'zod';
import type { KeptText } from '../../../stores/kept-text.ts';

/** The script in the editor; `id` names it in the library, null while it is not kept there. */
export interface ScriptDraft {
  readonly id: string | null;
  readonly name: string;
  readonly text: string;
}

export const emptyScript: ScriptDraft = {
  id: null,
  name: 'New script',
  text: '# One command a line. @wait 5s, @expect /regex/, @repeat 3 … @end,\n# @level Controller, @set Name value and {{Name}}.\n',
};

const key = 'quantdeck.script-draft';
const draftSchema = z.strictObject({
  id: z.string().nullable(),
  name: z.string(),
  text: z.string(),
});

/** The script that was being written when the window was closed. */
export function loadDraft(kept: KeptText): ScriptDraft {
  try {
    return draftSchema.parse(JSON.parse(kept.read(key) ?? 'null'));
  } catch {
    return emptyScript;
  }
}

export function keepDraft(kept: KeptText, draft: ScriptDraft): void {
  kept.write(key, JSON.stringify(draft));
}

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { type CatalogueCommand, riskWords } from '../../../shared/catalogue/command-entry.ts';
import { type CompletionItem, completionsAt } from '../../../shared/catalogue/completion.ts';

/** What may stand at the caret, as the editor's list shows it. */
export function suggest(
  context: CompletionContext,
  commands: readonly CatalogueCommand[],
): CompletionResult | null {
  const text = context.state.doc.toString();
  const { from, to, items } = completionsAt(text, context.pos, commands);
  // An empty word gets a list only when it was asked for: nobody wants one over an empty line.
  if (items.length === 0 || (from === context.pos && !context.explicit)) return null;
  const prefix = text.slice(from, context.pos).toLowerCase();
  if (items.length === 1 && items[0]?.insert.toLowerCase() === prefix) return null;
  return {
    from,
    to,
    filter: false,
    options: items.map(optionOf),
    getMatch: (completion) => matchIn(completion.label, prefix),
  };
}

function optionOf(item: CompletionItem): Completion {
  return {
    label: item.label,
    apply: item.insert,
    detail: item.detail,
    type: badgeWords(item),
  };
}

/** The level a command needs beyond looking, and what it risks. */
function badgeWords({ command, risks }: CompletionItem): string {
  if (command === null) return '';
  const names = risks.map((risk) => riskWords[risk].name);
  return [command.level, ...names].join(' · ');
}

/** Where the typed part stands in a label. */
function matchIn(label: string, prefix: string): readonly number[] {
  const at = label.toLowerCase().indexOf(prefix);
  return at === -1 || prefix === '' ? [] : [at, at + prefix.length];
}

import { type Extension, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

/** A tag of the protocol in a text. */
interface Tag {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly closes: boolean;
}

export interface TagPair {
  readonly open: Tag | null;
  readonly close: Tag | null;
}

const tagPattern = /<(\/?)([\w.-]+)>/g;

/** The tag that the caret touches with its partner, either of which may be missing; null if it touches none. */
export function tagPairAt(text: string, caret: number): TagPair | null {
  const open: Tag[] = [];
  let touched: Tag | null = null;
  for (const match of text.matchAll(tagPattern)) {
    const tag: Tag = {
      from: match.index,
      to: match.index + match[0].length,
      name: match[2] ?? '',
      closes: match[1] === '/',
    };
    const touches = caret >= tag.from && caret <= tag.to;
    if (!tag.closes) {
      open.push(tag);
      if (touches) touched = tag;
      continue;
    }
    const partner = open.at(-1);
    const fits = partner?.name === tag.name;
    if (fits) open.pop();
    if (touches) return { open: fits ? (partner ?? null) : null, close: tag };
    if (fits && touched !== null && touched === partner) return { open: partner, close: tag };
  }
  return touched === null ? null : { open: touched, close: null };
}

const matched = Decoration.mark({ class: 'cm-matchingBracket' });
const alone = Decoration.mark({ class: 'cm-nonmatchingBracket' });

function decorate(view: EditorView): DecorationSet {
  const { doc, selection } = view.state;
  const pair = selection.main.empty ? tagPairAt(doc.toString(), selection.main.head) : null;
  const builder = new RangeSetBuilder<Decoration>();
  if (pair !== null) {
    const mark = pair.open !== null && pair.close !== null ? matched : alone;
    if (pair.open !== null) builder.add(pair.open.from, pair.open.to, mark);
    if (pair.close !== null) builder.add(pair.close.from, pair.close.to, mark);
  }
  return builder.finish();
}

/** Marks the tag at the caret and its partner. */
export const tagMatching: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.selectionSet) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

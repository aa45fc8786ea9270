import { EditorView } from '@codemirror/view';

/**
 * happy-dom tells of a changed selection while it changes, browsers afterwards; CodeMirror rightly does not expect the former.
 * To be called once in a test file that opens editors.
 */
export function tellSelectionLate(): void {
  const dispatch = document.dispatchEvent.bind(document);
  document.dispatchEvent = (event) => event.type === 'selectionchange' || dispatch(event);
}

/** The editor with this accessible name, as a person meets it. */
export function editor(name: string): EditorView {
  const content = document.querySelector<HTMLElement>(`[role="textbox"][aria-label="${name}"]`);
  const view = content === null ? null : EditorView.findFromDOM(content);
  if (view === null) throw new Error(`no editor is named “${name}”`);
  return view;
}

/** Types text in place of what is there. */
export function typeInto(view: EditorView, text: string): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: text.length },
    userEvent: 'input.type',
  });
}

export function pressKey(view: EditorView, key: string, more: KeyboardEventInit = {}): void {
  view.contentDOM.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
}

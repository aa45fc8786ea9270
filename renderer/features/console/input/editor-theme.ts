import { EditorView } from '@codemirror/view';

/** The editors' look, from the same tokens in both themes. CodeMirror puts it into constructed style sheets, which the content policy allows. */
export const editorTheme = EditorView.theme({
  '&': {
    backgroundColor: 'var(--qd-surface)',
    color: 'var(--qd-text)',
    fontSize: '14px',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--qd-mono)',
    lineHeight: '20px',
    fontVariantLigatures: 'none',
    fontFeatureSettings: '"liga" 0, "calt" 0',
  },
  '.cm-content': { caretColor: 'var(--qd-text)', padding: '7px 0' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--qd-text)' },
  '.cm-placeholder': { color: 'var(--qd-text-3)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--qd-accent) 28%, transparent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--qd-ok-tint)',
    outline: '1px solid var(--qd-ok)',
  },
  '&.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'var(--qd-err-tint)',
    outline: '1px solid var(--qd-err)',
  },
  '.cm-specialChar': { color: 'var(--qd-err)' },
  '.cm-gutters': {
    border: 'none',
    backgroundColor: 'var(--qd-sunken)',
    color: 'var(--qd-text-3)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--qd-text)' },
  '.cm-tooltip': {
    border: '1px solid var(--qd-line)',
    borderRadius: 'var(--qd-radius)',
    backgroundColor: 'var(--qd-surface)',
    color: 'var(--qd-text)',
    overflow: 'hidden',
  },
  // Clear of the frame around the line that it belongs to.
  '.cm-tooltip-above': { transform: 'translateY(-8px)' },
  '.cm-tooltip-below': { transform: 'translateY(8px)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '280px',
    fontFamily: 'var(--qd-mono)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'grid',
    gridTemplateColumns: 'minmax(180px, max-content) minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: '16px',
    minHeight: '32px',
    padding: '0 12px',
    fontSize: '13px',
    lineHeight: '20px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--qd-accent-tint)',
    color: 'var(--qd-text)',
  },
  '.cm-completionMatchedText': {
    color: 'var(--qd-accent)',
    fontWeight: '700',
    textDecoration: 'none',
  },
  '.cm-completionDetail': {
    marginLeft: '0',
    overflow: 'hidden',
    color: 'var(--qd-text-2)',
    fontFamily: 'var(--qd-font)',
    fontStyle: 'normal',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  type CompletionSource,
  completionStatus,
  moveCompletionSelection,
  selectedCompletionIndex,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewline } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  tooltips,
} from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import classes from '../console.module.css';
import { editorTheme } from './editor-theme.ts';
import { scpiLanguage } from './scpi-language.ts';
import { tagMatching } from './tag-match.ts';

/** What the command line does with its editor. */
export interface CommandEditorHandle {
  readonly text: () => string;
  readonly caret: () => number;
  /** Replaces everything; the caret goes to the end. */
  readonly setText: (text: string) => void;
  readonly focus: () => void;
}

interface CommandEditorProps {
  readonly ref: Ref<CommandEditorHandle>;
  readonly completions: CompletionSource;
  /** Every change of the text or the caret. */
  readonly onChange: (text: string, caret: number, typed: boolean) => void;
  readonly onSend: () => void;
  /** An arrow at the edge of the text. Answers whether it went anywhere. */
  readonly onStep: (direction: 'up' | 'down') => boolean;
  readonly onHistoryList: () => void;
  readonly onEscape: () => void;
  /** A paste; answers whether it was taken care of. */
  readonly onPaste: (text: string) => boolean;
}

/** The one-line editor of the console, which grows for tagged bodies. */
export function CommandEditor({ ref, completions, ...handlers }: CommandEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ completions, ...handlers });
  useEffect(() => {
    latest.current = { completions, ...handlers };
  });

  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        extensions: [
          Prec.highest(keymap.of(editorKeys(() => latest.current))),
          history(),
          drawSelection(),
          highlightSpecialChars(),
          closeBrackets(),
          bracketMatching(),
          tagMatching,
          scpiLanguage,
          autocompletion({
            override: [(context) => latest.current.completions(context)],
            defaultKeymap: false,
            // Enter sends what is typed: nothing is chosen until an arrow chooses it.
            selectOnOpen: false,
            // So a quick Tab or arrow cannot be meant for anything else, and must not be lost.
            interactionDelay: 0,
            icons: false,
            addToOptions: [{ render: badgeOf, position: 90 }],
          }),
          // Outside the parts of the page that clip what is in them, but within its landmark.
          tooltips({ parent: document.querySelector('main') ?? document.body }),
          keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          editorTheme,
          EditorView.contentAttributes.of({
            'aria-label': 'Command',
            spellcheck: 'false',
            tabindex: '0',
            autocorrect: 'off',
            autocapitalize: 'off',
            // F6 comes here, past the choices before it.
            'data-part-start': '',
          }),
          EditorView.domEventHandlers({
            paste: (event) => {
              const text = event.clipboardData?.getData('text/plain') ?? '';
              if (!latest.current.onPaste(text)) return false;
              event.preventDefault();
              return true;
            },
          }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged && !update.selectionSet) return;
            const { state } = update;
            const typed = update.transactions.some(
              (transaction) =>
                transaction.isUserEvent('input') || transaction.isUserEvent('delete'),
            );
            latest.current.onChange(state.doc.toString(), state.selection.main.head, typed);
          }),
        ],
      }),
    });
    view.current = editor;
    editor.focus();
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useImperativeHandle(ref, () => ({
    text: () => view.current?.state.doc.toString() ?? '',
    caret: () => view.current?.state.selection.main.head ?? 0,
    setText: (text) => {
      const editor = view.current;
      if (editor === null) return;
      closeCompletion(editor);
      editor.dispatch({
        changes: { from: 0, to: editor.state.doc.length, insert: text },
        selection: { anchor: text.length },
        scrollIntoView: true,
      });
    },
    focus: () => view.current?.focus(),
  }));

  return <div ref={place} className={classes['editor']} />;
}

type Handlers = Omit<CommandEditorProps, 'ref'>;

/** Whether an arrow chose a suggestion. */
function chosen({ state }: EditorView): boolean {
  return completionStatus(state) === 'active' && selectedCompletionIndex(state) !== null;
}

function editorKeys(handlers: () => Handlers) {
  return [
    {
      key: 'Enter',
      run: (view: EditorView) => {
        if (view.compositionStarted) return false;
        if (chosen(view) && acceptCompletion(view)) return true;
        closeCompletion(view);
        handlers().onSend();
        return true;
      },
      shift: insertNewline,
    },
    {
      key: 'Tab',
      // Without a list Tab leaves the editor, as everywhere.
      run: (view: EditorView) => {
        if (completionStatus(view.state) !== 'active') return false;
        if (!chosen(view)) moveCompletionSelection(true)(view);
        return acceptCompletion(view);
      },
    },
    {
      key: 'ArrowUp',
      run: (view: EditorView) => {
        if (chosen(view)) return moveCompletionSelection(false)(view);
        const { doc, selection } = view.state;
        if (doc.lineAt(selection.main.head).number > 1) return false;
        return handlers().onStep('up');
      },
    },
    {
      key: 'ArrowDown',
      run: (view: EditorView) => {
        if (completionStatus(view.state) === 'active') return moveCompletionSelection(true)(view);
        const { doc, selection } = view.state;
        if (doc.lineAt(selection.main.head).number < doc.lines) return false;
        return handlers().onStep('down');
      },
    },
    { key: 'PageUp', run: moveCompletionSelection(false, 'page') },
    { key: 'PageDown', run: moveCompletionSelection(true, 'page') },
    { key: 'Ctrl-Space', run: startCompletion },
    {
      key: 'Mod-r',
      run: () => {
        handlers().onHistoryList();
        return true;
      },
    },
    {
      key: 'Escape',
      run: (view: EditorView) => {
        if (!closeCompletion(view)) handlers().onEscape();
        return true;
      },
    },
  ];
}

/** The level or the risk beside a suggestion, which its source puts into `type`. */
function badgeOf(completion: { readonly type?: string }): Node | null {
  if (completion.type === undefined || completion.type === '') return null;
  const badge = document.createElement('span');
  badge.className = classes['optionBadge'] ?? '';
  badge.textContent = completion.type;
  return badge;
}

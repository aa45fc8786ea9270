import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { EditorState, Prec, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { editorTheme } from '../input/editor-theme.ts';
import { scpiLanguage } from '../input/scpi-language.ts';
import { tagMatching } from '../input/tag-match.ts';
import classes from './scripts.module.css';

export interface ScriptEditorHandle {
  readonly focus: () => void;
  /** Puts the caret at a line, counted from 1. */
  readonly goTo: (line: number) => void;
}

interface ScriptEditorProps {
  readonly ref: Ref<ScriptEditorHandle>;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onSave: () => void;
  /** Lines with a problem, and the line that is being run; all counted from 1. */
  readonly problemLines: readonly number[];
  readonly runningLine: number | null;
}

interface MarkedLines {
  readonly problems: readonly number[];
  readonly running: number | null;
}

const markLines = StateEffect.define<MarkedLines>();
const problemLine = Decoration.line({ class: classes['problemLine'] ?? '' });
const runningLineMark = Decoration.line({ class: classes['runningLine'] ?? '' });

/** Lines that are marked; they move with the text until they are marked anew. */
const markedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const wanted = transaction.effects.find((effect) => effect.is(markLines));
    if (wanted === undefined) return marks.map(transaction.changes);
    const { problems, running } = wanted.value;
    const { doc } = transaction.state;
    const builder = new RangeSetBuilder<Decoration>();
    const lines = new Set([...problems, ...(running === null ? [] : [running])]);
    for (const line of [...lines].toSorted((a, b) => a - b)) {
      if (line < 1 || line > doc.lines) continue;
      const { from } = doc.line(line);
      builder.add(from, from, line === running ? runningLineMark : problemLine);
    }
    return builder.finish();
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The editor of a script, with its lines numbered. */
export function ScriptEditor(props: ScriptEditorProps) {
  const { ref, text, onChange, onRun, onSave, problemLines, runningLine } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, onRun, onSave });
  const initial = useRef(text);
  useEffect(() => {
    latest.current = { onChange, onRun, onSave };
  });

  useEffect(() => {
    if (place.current === null) return undefined;
    const command = (run: () => void) => () => {
      run();
      return true;
    };
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: initial.current,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: 'Mod-Enter', run: command(() => latest.current.onRun()) },
              { key: 'Mod-s', run: command(() => latest.current.onSave()) },
            ]),
          ),
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          highlightSpecialChars(),
          closeBrackets(),
          bracketMatching(),
          tagMatching,
          scpiLanguage,
          markedLines,
          keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
          editorTheme,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            'aria-label': 'Script',
            spellcheck: 'false',
            tabindex: '0',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  // Another script was opened: typing itself never makes the two differ.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({
      effects: markLines.of({ problems: problemLines, running: runningLine }),
    });
  }, [problemLines, runningLine]);

  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    goTo: (line) => {
      const editor = view.current;
      if (editor === null || line > editor.state.doc.lines) return;
      editor.dispatch({
        selection: { anchor: editor.state.doc.line(line).from },
        scrollIntoView: true,
      });
      editor.focus();
    },
  }));

  return <div ref={place} className={classes['editor']} data-script-editor />;
}

import { MarkdownString, Range, ThemeColor, window, workspace, type DecorationOptions, type TextEditor } from 'vscode';
import type { Datasets } from '../datasets/datasets.ts';
import { debounce } from '../base/delay.ts';
import { DisposableStore } from '../base/disposables.ts';
import { markedRanges } from '../rows/marks.ts';
import { rowsOf } from '../rows/rowDocuments.ts';

/** Paints the places that scores of rows come from, divergent tokens, in the lines that can be seen, as the inspector does in its example. */
export function registerScoredMarks(datasets: Datasets): DisposableStore {
  const store = new DisposableStore();
  const mark = store.add(
    window.createTextEditorDecorationType({
      borderColor: new ThemeColor('charts.blue'),
      borderStyle: 'dotted',
      borderWidth: '0 0 2px 0',
    }),
  );
  /** Those that are painted: others need not be cleared. */
  const painted = new WeakSet<TextEditor>();
  const paint = (editor: TextEditor): void => {
    const marks = marksIn(editor, datasets);
    if (marks.length === 0 && !painted.has(editor)) return;
    painted.add(editor);
    editor.setDecorations(mark, marks);
  };
  const soon = store.add(debounce(50, () => window.visibleTextEditors.forEach(paint)));
  store.add(window.onDidChangeVisibleTextEditors(soon));
  store.add(window.onDidChangeTextEditorVisibleRanges(soon));
  store.add(workspace.onDidChangeTextDocument(soon));
  store.add(datasets.onDidChange(({ change }) => change !== 'progress' && soon()));
  store.add(datasets.onDidClose(soon));
  return store;
}

/** Nothing while the text is edited: its rows may not be those that were scored. */
function marksIn({ document, visibleRanges }: TextEditor, datasets: Datasets): DecorationOptions[] {
  const rows = document.isDirty ? undefined : rowsOf(document, datasets);
  const scores = rows?.dataset.scores.all.filter(({ marked }) => marked) ?? [];
  if (!rows || scores.length === 0) return [];
  return visibleRanges.flatMap(({ start, end }) => {
    const marks: DecorationOptions[] = [];
    for (let line = start.line; line <= end.line; line++) {
      for (const { start: from, end: to, title } of markedRanges(
        scores,
        rows.start + line,
        document.lineAt(line).text,
      )) {
        const range = new Range(line, from, line, to);
        marks.push({ range, hoverMessage: new MarkdownString().appendText(title) });
      }
    }
    return marks;
  });
}

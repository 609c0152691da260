import { Hover, languages, MarkdownString, Range, type Disposable, type Position, type TextDocument } from 'vscode';
import { checkById } from '../../core/checks/registry.ts';
import type { TextRange } from '../../core/json/locate.ts';
import { findingsOfRow } from '../../core/scan/result.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { judgedContext } from '../provenance/judgement.ts';
import { modelText } from '../provenance/lineageText.ts';
import { rowsOf } from '../rows/rowDocuments.ts';
import { fieldFactAt } from './fieldFacts.ts';
import { problemMessage, problemsOfRow, spanInLine, type Problem } from './problems.ts';
import { rowsSelector } from './selector.ts';

/** Explains what is under the mouse: a finding with the science behind it, else what the field is to the example. */
export function registerHover(datasets: Datasets): Disposable {
  return languages.registerHoverProvider(rowsSelector, {
    async provideHover(document, position) {
      const rows = rowsOf(document, datasets);
      if (!rows) return undefined;
      const row = rows.start + position.line;
      const line = document.lineAt(position.line).text;
      const result = rows.dataset.latest?.result;
      const problems = result ? problemsOfRow(result, row, findingsOfRow(result, row)) : [];
      const marked = problems.length > 0 && row === 0 && (await hasByteOrderMark(rows.dataset));
      const here = problems
        .map(problem => ({ problem, span: spanInLine(problem, line, marked) }))
        .filter(({ span }) => touches(span, position.character));
      const [first] = here;
      if (first) {
        const texts = here.map(({ problem }) => explanation(problem, document, position));
        return new Hover(texts, rangeOf(position, first.span));
      }
      const context = await judgedContext(rows.dataset);
      const fact = fieldFactAt(line, position.character, name => modelText(name, 'teacher', context));
      return fact && new Hover(new MarkdownString(fact.text), rangeOf(position, fact.span));
    },
  });
}

/** VS Code takes the mark off the first line of a file, and the pages do so too; columns of a malformed row count it. */
async function hasByteOrderMark({ engine }: Dataset): Promise<boolean> {
  const [first] = await engine.rows(0, 1, { maxRowBytes: 3 }).catch(() => []);
  return first?.text.startsWith('\uFEFF') ?? false;
}

function explanation(problem: Problem, document: TextDocument, position: Position): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: ['undertone.openDocumentation'] };
  const message = problemMessage(problem);
  // The editor shows the messages of listed problems itself.
  const shown = languages
    .getDiagnostics(document.uri)
    .some(diagnostic => diagnostic.message === message && diagnostic.range.contains(position));
  const check = problem.kind === 'finding' ? checkById(problem.finding.check) : undefined;
  text.appendMarkdown(check ? `**${check.title}** · ${kindWords[check.kind]}\n\n` : '**Malformed row**\n\n');
  if (!shown) text.appendText(message).appendMarkdown('\n\n');
  if (!check) {
    text.appendMarkdown('Trainers skip such a row, or stop at it. It counts as a row, and no check examines it.');
    return text;
  }
  const about = encodeURIComponent(JSON.stringify([check.id]));
  text.appendMarkdown(`${firstSentences(check.description)}\n\n`);
  text.appendMarkdown(
    `[About this check](command:undertone.openDocumentation?${about}) · [${check.source.title}](${check.source.url})`,
  );
  return text;
}

const kindWords = { filter: 'filter', probe: 'probe', provenance: 'provenance rule' } as const;

/** The beginning of a paragraph: whole sentences, two at most. */
function firstSentences(paragraph: string): string {
  return paragraph
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .slice(0, 2)
    .join(' ');
}

/** Its end too, where the cursor stands after going to the problem. */
function touches({ start, end }: TextRange, at: number): boolean {
  return start <= at && at <= end;
}

function rangeOf({ line }: Position, { start, end }: TextRange): Range {
  return new Range(line, start, line, end);
}

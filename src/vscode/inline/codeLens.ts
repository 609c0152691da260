import {
  CodeLens,
  EventEmitter,
  languages,
  Range,
  type CodeLensProvider,
  type Command,
  type Disposable,
  type Event,
  type Uri,
} from 'vscode';
import { caveat } from '../../core/findings/verdict.ts';
import type { ProvenanceContext } from '../../core/provenance/context.ts';
import { riskOf } from '../../core/provenance/risk.ts';
import { DisposableStore } from '../base/disposables.ts';
import { counted, number } from '../../core/text/numbers.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { countsText, formatFact, worstOf } from '../datasets/facts.ts';
import type { LatestScan } from '../datasets/latestScan.ts';
import { cardSelector, ownersOf } from '../provenance/cards.ts';
import { judgedContext, lineageTitle, ruleFindings } from '../provenance/judgement.ts';
import { parsePageUri, rowsOf } from '../rows/rowDocuments.ts';
import { rowsSelector } from './selector.ts';

const mostOwners = 4;

/** Says above the first line what the dataset is, where it comes from and what the last scan found. */
export function registerCodeLens(datasets: Datasets): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new EventEmitter<void>());
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const dataset = rowsOf(document, datasets)?.dataset ?? datasets.get(document.uri);
      if (!dataset) return [];
      const context = await judgedContext(dataset);
      const top = new Range(0, 0, 0, 0);
      const page = parsePageUri(document.uri);
      const turning = page ? turnPage(dataset, page.start, page.count) : [];
      return [...turning, ...commandsFor(dataset, context)].map(command => new CodeLens(top, command));
    },
  };
  store.add(languages.registerCodeLensProvider(rowsSelector, provider));
  store.add(languages.registerCodeLensProvider(cardSelector, cardProvider(datasets, changed.event)));
  store.add(datasets.onDidChange(({ change }) => change !== 'progress' && changed.fire()));
  return store;
}

/** Above a card or sidecar: for each dataset that it speaks of, where it comes from and what follows. */
function cardProvider(datasets: Datasets, onDidChangeCodeLenses: Event<void>): CodeLensProvider {
  return {
    onDidChangeCodeLenses,
    async provideCodeLenses({ uri }) {
      const owners = ownersOf(uri, datasets);
      const named = await Promise.all(
        owners.slice(0, mostOwners).map(async dataset => {
          const command = lineageCommand(dataset, await judgedContext(dataset));
          return owners.length === 1 ? command : { ...command, title: `${dataset.name}: ${command.title}` };
        }),
      );
      const [first] = owners;
      const record = first && owners.length === 1 ? [recordCommand(first)] : [];
      return [...named, ...record].map(command => new CodeLens(new Range(0, 0, 0, 0), command));
    },
  };
}

function commandsFor(dataset: Dataset, context: ProvenanceContext): Command[] {
  const { uri, latest, running, failure } = dataset;
  const found = latest && {
    title: openText(latest) + (worstOf(latest.counts) ? ' in all' : '') + (latest.stale ? ' (stale)' : ''),
    tooltip: `Show the results. ${caveat}`,
  };
  const outcome = failure === undefined ? found : { title: `not checked: ${failure}`, tooltip: 'Show the results' };
  const { teachers, students } = riskOf(context);
  return [
    {
      title: describe(dataset),
      tooltip: 'Open in the inspector',
      command: 'undertone.openInspector',
      arguments: [uri],
    },
    lineageCommand(dataset, context),
    ...(teachers.length === 0 ? [recordCommand(dataset)] : []),
    ...(teachers.length > 0 && students.length === 0 ? [studentCommand(dataset)] : []),
    ...(outcome ? [{ ...outcome, command: 'undertone.showResults', arguments: [uri] }] : []),
    ...(latest && latest.accepted.count > 0 ? [acceptedCommand(uri, latest.accepted.count)] : []),
    running
      ? { title: 'Cancel', tooltip: 'Checks are running', command: 'undertone.cancel', arguments: [uri] }
      : { title: 'Run checks', command: 'undertone.runChecks', arguments: [uri] },
  ];
}

function lineageCommand(dataset: Dataset, context: ProvenanceContext): Command {
  const reasons = riskOf(context)
    .reasons.slice(0, 4)
    .map(({ text }) => text);
  return {
    title: lineageTitle(context, ruleFindings(dataset)) + (dataset.latest?.stale ? ' (stale)' : ''),
    tooltip: `Show the lineage: ${reasons.join('; ')}`,
    command: 'undertone.showLineage',
    arguments: [dataset.uri],
  };
}

function recordCommand({ uri }: Dataset): Command {
  const tooltip = 'Record the teacher: the model that wrote the completions, and what else is known of them';
  return { title: 'Record provenance…', tooltip, command: 'undertone.recordProvenance', arguments: [uri] };
}

/** The accepted ones have a lens of their own. */
function openText({ counts, accepted }: LatestScan): string {
  return accepted.count > 0 && !worstOf(counts) ? 'no open findings' : countsText(counts, 0);
}

function acceptedCommand(uri: Uri, accepted: number): Command {
  const tooltip = 'Findings that somebody accepted, with the reason: open the file';
  return { title: `${number(accepted)} accepted`, tooltip, command: 'undertone.openAccepted', arguments: [uri] };
}

function studentCommand({ uri }: Dataset): Command {
  const tooltip = 'Set the student: the model that will be trained on the data';
  return { title: 'Set the student…', tooltip, command: 'undertone.setStudent', arguments: [uri] };
}

/** "chat · 10,000 rows". */
function describe({ engine, index, latest }: Dataset): string {
  const format = formatFact(latest?.result.profile ?? engine.head)?.id ?? 'unknown format';
  const rows = index.state === 'building' ? `${counted(index.rows, 'row')} and counting` : counted(index.rows, 'row');
  return `${format} · ${rows}`;
}

function turnPage({ uri, index }: Dataset, start: number, count: number): Command[] {
  const last = Math.min(start + count, index.state === 'complete' ? index.rows : Infinity);
  const of = index.state === 'complete' ? ` of ${number(index.rows)}` : '';
  const go = (title: string, row: number): Command => ({
    title,
    command: 'undertone.openRowsAsText',
    arguments: [uri, row],
  });
  return [
    {
      title: `rows ${number(start + 1)}–${number(last)}${of}`,
      tooltip: 'Go to another row',
      command: 'undertone.openRowsAsText',
      arguments: [uri],
    },
    ...(start > 0 ? [go('‹ previous', Math.max(0, start - count))] : []),
    ...(index.state !== 'complete' || start + count < index.rows ? [go('next ›', start + count)] : []),
  ];
}

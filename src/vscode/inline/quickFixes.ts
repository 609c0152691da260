import {
  CodeAction,
  CodeActionKind,
  languages,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  type TextDocument,
} from 'vscode';
import { checkById } from '../../core/checks/registry.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { statementsOf } from '../../core/provenance/record.ts';
import { findingOfCard, findingOfRow } from '../acceptance/findingAt.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { AskedField } from '../commands/recordProvenance.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { cardSelector, ownersOf } from '../provenance/cards.ts';
import { rowsOf } from '../rows/rowDocuments.ts';
import { diagnosticSource, malformedCode } from './diagnostics.ts';
import { rowsSelector } from './selector.ts';

/** Offers what can be done about a finding, from its problem in the editor of rows or of a card. */
export function registerQuickFixes(datasets: Datasets): Disposable {
  const providerFor = (ownerOf: OwnerOf, findingOf: FindingOf): CodeActionProvider => ({
    provideCodeActions(document, _range, { diagnostics }) {
      const dataset = ownerOf(document);
      if (!dataset) return [];
      return diagnostics.flatMap(diagnostic => fixesOf(diagnostic, dataset, findingOf(dataset, document, diagnostic)));
    },
  });
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  const store = new DisposableStore();
  const ofRows = providerFor(
    document => rowsOf(document, datasets)?.dataset,
    (dataset, document, diagnostic) => {
      const row = (rowsOf(document, datasets)?.start ?? 0) + diagnostic.range.start.line;
      return findingOfRow(dataset, document, row, diagnostic);
    },
  );
  const ofCards = providerFor(({ uri }) => ownersOf(uri, datasets)[0], findingOfCard);
  store.add(languages.registerCodeActionsProvider(rowsSelector, ofRows, kinds));
  store.add(languages.registerCodeActionsProvider(cardSelector, ofCards, kinds));
  return store;
}

type OwnerOf = (document: TextDocument) => Dataset | undefined;
type FindingOf = (dataset: Dataset, document: TextDocument, diagnostic: Diagnostic) => Finding | undefined;

function fixesOf(diagnostic: Diagnostic, dataset: Dataset, finding: Finding | undefined): CodeAction[] {
  if (diagnostic.source !== diagnosticSource || typeof diagnostic.code !== 'object') return [];
  const accept = finding ? [fix('Accept with a reason…', 'undertone.acceptFinding', dataset.uri, finding)] : [];
  return [...actionsFor(String(diagnostic.code.value), dataset), ...accept].map(action => {
    action.diagnostics = [diagnostic];
    return action;
  });
}

/** The field whose absence a rule tells of, and what adding it is called. */
const missing: Readonly<Record<string, readonly [field: AskedField, title: string]>> = {
  'teacher-unknown': ['teacher', 'Record the teacher…'],
  'system-prompt': ['teacher.systemPrompt', 'Record the system prompt…'],
  'sampling-unknown': ['teacher.sampling', 'Record the sampling…'],
  'unfiltered-not-kept': ['unfiltered', 'Record where the unfiltered rows are…'],
  'no-control': ['control', 'Record the control…'],
};

/** Findings that rest on what is known of a model. */
const aboutModels = ['base-unknown', 'same-family', 'different-base', 'teacher-fine-tuned'];

function actionsFor(check: string, dataset: Dataset): CodeAction[] {
  const declared = checkById(check);
  if (declared === undefined || check === malformedCode) return [];
  const { uri } = dataset;
  const turnOff = fix(`Turn "${declared.title}" off in the recipe`, 'undertone.turnCheckOff', uri, check);
  const more = fix('About this check', 'undertone.openDocumentation', check);
  if (declared.kind !== 'provenance') return [turnOff, more];
  const [field, title] = missing[check] ?? [];
  const [teacher] = statementsOf(dataset.provenance, 'teacher');
  const first = field && title !== undefined ? [fix(title, 'undertone.recordProvenance', uri, field)] : [];
  const student = fix('Set the student…', 'undertone.setStudent', uri);
  const fixes = [
    ...first,
    ...(check === 'student-unknown' || check === 'teacher-unknown' ? [student] : []),
    ...(aboutModels.includes(check) && teacher
      ? [fix(`Look ${teacher.value} up on the Hugging Face hub…`, 'undertone.lookUpModel', uri, teacher.value)]
      : []),
    fix('Record provenance…', 'undertone.recordProvenance', uri),
    fix('Show lineage', 'undertone.showLineage', uri),
  ];
  const [preferred] = fixes;
  if (preferred && (first.length > 0 || check === 'student-unknown')) preferred.isPreferred = true;
  return [...fixes, turnOff, more];
}

function fix(title: string, command: string, ...parameters: readonly unknown[]): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...parameters] };
  return action;
}

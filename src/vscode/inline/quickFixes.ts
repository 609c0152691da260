import { CodeAction, CodeActionKind, languages, type Disposable, type Uri } from 'vscode';
import { checkById } from '../../core/checks/registry.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { rowsOf } from '../rows/rowDocuments.ts';
import { diagnosticSource, malformedCode } from './diagnostics.ts';
import { rowsSelector } from './selector.ts';

/** Offers what can be done about a finding, from its problem in the editor. */
export function registerQuickFixes(datasets: Datasets): Disposable {
  return languages.registerCodeActionsProvider(
    rowsSelector,
    {
      provideCodeActions(document, _range, { diagnostics }) {
        const dataset = rowsOf(document, datasets)?.dataset;
        if (!dataset) return [];
        return diagnostics.flatMap(diagnostic => {
          if (diagnostic.source !== diagnosticSource || typeof diagnostic.code !== 'object') return [];
          const check = String(diagnostic.code.value);
          return actionsFor(check, dataset.uri).map(action => {
            action.diagnostics = [diagnostic];
            return action;
          });
        });
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );
}

function actionsFor(check: string, dataset: Uri): CodeAction[] {
  const title = checkById(check)?.title;
  if (title === undefined || check === malformedCode) return [];
  const turnOff = fix(`Turn "${title}" off in the recipe`, 'undertone.turnCheckOff', dataset, check);
  const more = fix('About this check', 'undertone.openDocumentation', check);
  if (check !== 'teacher-unknown') return [turnOff, more];
  const record = fix('Record the teacher…', 'undertone.recordTeacher', dataset);
  record.isPreferred = true;
  return [record, fix('Set the student…', 'undertone.setStudent', dataset), turnOff, more];
}

function fix(title: string, command: string, ...parameters: readonly unknown[]): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...parameters] };
  return action;
}

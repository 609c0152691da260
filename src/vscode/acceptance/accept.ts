import { commands, Range, Uri, window, workspace, WorkspaceEdit, type Disposable } from 'vscode';
import { addAcceptance } from '../../core/acceptance/write.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { acceptanceFor } from '../../engine/acceptance/acceptedFindings.ts';
import { userName } from '../../engine/acceptance/userName.ts';
import { writeWhole } from '../../engine/files/writeWhole.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { showInformation } from '../base/messages.ts';
import { askText } from '../base/steps.ts';
import { noDataset, urisOf } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { readText } from '../recipe/recipes.ts';
import type { Acceptances } from './acceptances.ts';
import { number } from '../../core/text/numbers.ts';

interface Said {
  readonly reason: string;
  readonly by: string;
}

interface AcceptServices {
  readonly datasets: Datasets;
  readonly acceptances: Acceptances;
  readonly present: PresentError;
}

/** The commands that accept a finding with a reason, and that open the file where the acceptances stand. */
export function registerAcceptance({ datasets, acceptances, present }: AcceptServices): Disposable {
  const store = new DisposableStore();
  const accept = async (uri: unknown, finding: unknown, said: unknown): Promise<void> => {
    const dataset = uri instanceof Uri ? datasets.get(uri) : undefined;
    if (!dataset || !isFinding(finding)) return;
    try {
      const answer = isSaid(said) ? said : await ask(dataset, finding);
      if (answer) await write(dataset, acceptances, finding, answer);
    } catch (error) {
      present('accept the finding', error);
    }
  };
  store.add(commands.registerCommand('undertone.acceptFinding', accept));
  store.add(
    commands.registerCommand('undertone.openAccepted', async (uri: unknown) => {
      try {
        const [dataset] = urisOf(datasets, uri, undefined);
        const found = dataset && (await acceptances.find(dataset));
        if (found) await window.showTextDocument(found);
        else void showInformation(dataset ? noneAccepted : noDataset);
      } catch (error) {
        present('open the accepted findings', error);
      }
    }),
  );
  return store;
}

const noneAccepted = 'No finding has been accepted: the quick fix of a problem accepts one, with a reason.';

async function ask({ uri, name }: Dataset, { check, row }: Finding): Promise<Said | undefined> {
  const title = `Accept ${check} in ${row === undefined ? name : `row ${number(row + 1)}`}`;
  const folder = workspace.getWorkspaceFolder(uri)?.uri ?? Uri.joinPath(uri, '..');
  const author = await userName(folder.fsPath);
  let reason = '';
  for (;;) {
    const first = await askText({
      title,
      step: 1,
      total: 2,
      prompt: 'Why this is no fault. The finding stays counted as accepted.',
      placeholder: 'The reason',
      value: reason,
      problemWith: value => (value.trim() === '' ? 'A reason is needed.' : undefined),
    });
    if (typeof first === 'string') return undefined;
    reason = first.answer;
    const second = await askText({
      title,
      step: 2,
      total: 2,
      prompt: 'Who accepts it. The name stands in the file.',
      placeholder: 'Your name',
      value: author,
      problemWith: value => (value.trim() === '' ? 'A name is needed.' : undefined),
    });
    if (second === 'cancelled') return undefined;
    if (second !== 'back') return { reason, by: second.answer };
  }
}

async function write(dataset: Dataset, acceptances: Acceptances, finding: Finding, said: Said): Promise<void> {
  const uri = await acceptances.placeFor(dataset.uri);
  const on = new Date().toISOString().slice(0, 10);
  const acceptance = await acceptanceFor(dataset.engine, finding, { path: uri.fsPath, ...said, on });
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  const text = addAcceptance(open?.getText() ?? (await readText(uri)), acceptance);
  if (text === undefined) throw new Error(`${uri.fsPath} has mistakes, which are marked in it. Repair it first.`);
  if (open) {
    // The text in the editor goes before the one on disk.
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(0, 0, open.lineCount, 0), text);
    await workspace.applyEdit(edit);
    await open.save();
  } else await writeWhole(uri.fsPath, text);
  acceptances.written(uri);
}

function isFinding(value: unknown): value is Finding {
  return typeof value === 'object' && value !== null && 'check' in value && 'message' in value && 'data' in value;
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'reason' in value && 'by' in value;
}

import { ProgressLocation, Uri, window } from 'vscode';
import { updateCard } from '../../core/provenance/writers/datasetCard.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import { recordOf } from '../../engine/provenance/record.ts';
import { writeSidecar } from '../../engine/provenance/sidecar.ts';
import { writeWhole } from '../../engine/files/writeWhole.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { readText } from '../recipe/recipes.ts';

export interface WrittenRecord {
  readonly uri: Uri;
  readonly created: boolean;
}

/** Measures the dataset and writes what is said of it to its Croissant sidecar; the dataset itself is never touched. */
export async function writeRecord(dataset: Dataset, set: RecordChanges, version: string): Promise<WrittenRecord> {
  const { engine, latest, provenance } = dataset;
  const options = {
    location: ProgressLocation.Notification,
    title: `Undertone: measuring ${dataset.name} for its record`,
    cancellable: true,
  };
  const record = await window.withProgress(options, async (_, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const profile = latest?.result.profile ?? engine.head;
      return await recordOf(engine, { provenance, profile }, { set, version, signal: controller.signal });
    } finally {
      subscription.dispose();
    }
  });
  const result = await writeSidecar(engine.path, record, set);
  if (!result.ok) throw new Error(`${result.path}: ${result.why}`);
  await dataset.provenanceChanged();
  return { uri: Uri.file(result.path), created: result.created };
}

/** The card in the dataset's folder, where there is one. */
export async function cardOf(dataset: Dataset): Promise<{ readonly uri: Uri; readonly text: string } | undefined> {
  const uri = Uri.joinPath(dataset.uri, '..', 'README.md');
  const text = await readText(uri);
  return text === undefined ? undefined : { uri, text };
}

/** Names teacher and licence in the front matter of the dataset's card. */
export async function writeCard(
  dataset: Dataset,
  said: { readonly teacher?: string; readonly licence?: string },
): Promise<void> {
  const card = await cardOf(dataset);
  if (!card) return;
  const { teacher, licence } = said;
  const changes = {
    ...(teacher !== undefined && { generatedBy: [teacher] }),
    ...(licence !== undefined && { license: licence }),
  };
  const updated = updateCard(card.text, changes, { whenNone: 'create' });
  if (!updated.ok) throw new Error(`${card.uri.fsPath}: ${updated.why}`);
  await writeWhole(card.uri.fsPath, updated.text);
  await dataset.provenanceChanged();
}

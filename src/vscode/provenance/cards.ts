import { FileType, Position, Range, Uri, ViewColumn, window, workspace } from 'vscode';
import { besideNames } from '../../core/provenance/readers/registry.ts';
import { nameOf } from '../base/uris.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { isDataset } from '../datasets/names.ts';

/** Files that may be cards or sidecars, for editors' features; whether one is, `ownersOf` tells. */
export const cardSelector = {
  scheme: 'file',
  pattern: '**/{README.md,*.json,*.jsonld,*.yaml,*.yml,*.dvc,*.lock,*.intoto,*.sig,*.dsse}',
};

/** Datasets that a card alone opens at most: a folder of shards would open them all. */
const mostOpened = 8;

/** The open datasets that a file speaks about, in the order of their names. */
export function ownersOf(card: Uri, datasets: Datasets): Dataset[] {
  if (card.scheme !== 'file') return [];
  const owners = datasets.all().filter(({ provenance }) => provenance.read.includes(card.fsPath));
  return owners.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Shows a line, from 1, of a card that a dataset has. */
export async function showCardLine({ name, provenance }: Dataset, path: string, line: number): Promise<void> {
  if (!provenance.read.includes(path)) throw new Error(`${path} is no card of ${name}.`);
  const at = new Position(line - 1, 0);
  await window.showTextDocument(Uri.file(path), { selection: new Range(at, at), viewColumn: ViewColumn.One });
}

/** The datasets in the folder of a file that read it as their card; none for any other file. */
export async function datasetsBeside(card: Uri): Promise<readonly Uri[]> {
  const name = nameOf(card);
  if (card.scheme !== 'file' || isDataset(card)) return [];
  const folder = Uri.joinPath(card, '..');
  const entries = await workspace.fs.readDirectory(folder);
  return entries
    .filter(([, type]) => (type & FileType.File) !== 0)
    .map(([entry]) => Uri.joinPath(folder, entry))
    .filter(uri => isDataset(uri) && besideNames(nameOf(uri)).includes(name))
    .toSorted((a, b) => a.path.localeCompare(b.path))
    .slice(0, mostOpened);
}

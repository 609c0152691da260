import { workspace, type Uri } from 'vscode';

/** Whether a file is a dataset by its name, or by the language the user gave it. */
export function isDataset(uri: Uri): boolean {
  if (uri.scheme !== 'file') return false;
  if (/\.(jsonl|ndjson)(\.gz|\.zst)?$/i.test(uri.path)) return true;
  return workspace.textDocuments.some(
    document => document.languageId === 'jsonl' && document.uri.toString() === uri.toString(),
  );
}

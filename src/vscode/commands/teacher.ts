import { Uri, window } from 'vscode';
import { besideNames } from '../../core/provenance/readers/registry.ts';
import { addTeacher, sidecarName, writeTeacherRecord } from '../../core/provenance/writers/croissant.ts';
import { writeWhole } from '../../engine/files/writeWhole.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { readText } from '../recipe/recipes.ts';

/** Names the dataset's teacher in its Croissant sidecar, asking for it where none is given. Answers the sidecar. */
export async function recordTeacher(dataset: Dataset, given?: string): Promise<Uri | undefined> {
  const teacher = given ?? (await askForModel(`Teacher of ${dataset.name}`, 'Which model wrote the completions?', ''));
  if (teacher === undefined || teacher.trim() === '') return undefined;
  const { uri, text } = await sidecarOf(dataset.uri);
  await writeWhole(
    uri.fsPath,
    text === undefined ? newRecord(dataset, teacher.trim()) : extended(uri, text, teacher.trim()),
  );
  await dataset.provenanceChanged();
  return uri;
}

/** Asks for the name of a model; undefined: the user thought better of it. */
export function askForModel(title: string, prompt: string, value: string): Thenable<string | undefined> {
  return window.showInputBox({ title, prompt, value, placeHolder: 'gpt-4.1-nano, Qwen/Qwen2.5-7B-Instruct, …' });
}

/** The dataset's own sidecar, or the place for one: a record that speaks for the whole folder is not touched. */
async function sidecarOf(dataset: Uri): Promise<{ readonly uri: Uri; readonly text: string | undefined }> {
  const folder = Uri.joinPath(dataset, '..');
  const name = dataset.path.slice(dataset.path.lastIndexOf('/') + 1);
  for (const candidate of besideNames(name).filter(one => one.endsWith('.croissant.json'))) {
    const uri = Uri.joinPath(folder, candidate);
    const text = await readText(uri);
    if (text !== undefined) return { uri, text };
  }
  return { uri: Uri.joinPath(folder, sidecarName(name)), text: undefined };
}

function newRecord({ name, index }: Dataset, teacher: string): string {
  const date = new Date().toISOString().slice(0, 10);
  const rows = index.state === 'complete' ? { rows: index.rows } : {};
  return writeTeacherRecord({ datasetName: name, teacher, date, ...rows });
}

function extended(uri: Uri, text: string, teacher: string): string {
  const next = addTeacher(text, teacher);
  if (next !== undefined) return next;
  throw new Error(
    `${uri.fsPath} holds no JSON object to add the teacher to. Repair or remove it, then record the teacher again.`,
  );
}

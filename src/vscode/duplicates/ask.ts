import { Uri, window } from 'vscode';
import { defaultShingle, defaultThreshold, duplicateFields, type DuplicateQuery } from '../../core/duplicates/query.ts';
import { askPick } from '../base/steps.ts';
import type { Dataset } from '../datasets/dataset.ts';

export interface Asked {
  readonly query: DuplicateQuery;
  /** Files that are looked in for the dataset's rows. */
  readonly against: readonly Uri[];
}

const kinds = [
  { label: 'Same text', description: 'rows whose text is the same', near: false, against: false },
  { label: 'Same or similar text', description: 'by runs of five words, from 0.8 on', near: true, against: false },
  { label: 'Same text in another file…', description: 'as an evaluation set or a control', near: false, against: true },
  {
    label: 'Same or similar text in another file…',
    description: 'by runs of five words, from 0.8 on',
    near: true,
    against: true,
  },
] as const;

/** What is looked for, and in what. Undefined: the user thought better of it. */
export async function askWhat({ name, uri }: Dataset): Promise<Asked | undefined> {
  const title = `Find duplicates in ${name}`;
  const total = 2;
  for (;;) {
    const kind = await askPick({ title, step: 1, total, placeholder: 'What counts as a duplicate', items: kinds });
    if (kind === 'back' || kind === 'cancelled') return undefined;
    const { near, against } = kind.answer;
    const items = Object.entries(duplicateFields).map(([label, description]) => ({ label, description }));
    const field = await askPick({ title, step: 2, total, placeholder: 'Which text of a row is compared', items });
    if (field === 'back') continue;
    if (field === 'cancelled') return undefined;
    const others = against ? await askForFile(name, uri) : [];
    if (!others) return undefined;
    const query: DuplicateQuery = {
      field: Object.keys(duplicateFields).find(isField(field.answer.label)) ?? 'completion',
      normalise: [],
      keep: 'first',
      ...(near && { near: { threshold: defaultThreshold, shingle: defaultShingle } }),
    };
    return { query, against: others };
  }
}

function isField(label: string): (key: string) => key is DuplicateQuery['field'] {
  return (key): key is DuplicateQuery['field'] => key === label;
}

function askForFile(name: string, uri: Uri): Thenable<readonly Uri[] | undefined> {
  return window.showOpenDialog({
    title: `The file in which rows of ${name} are looked for`,
    openLabel: 'Compare',
    canSelectMany: false,
    defaultUri: Uri.joinPath(uri, '..'),
    filters: { Datasets: ['jsonl', 'ndjson', 'gz', 'zst'] },
  });
}

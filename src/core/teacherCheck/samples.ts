import { hasMarkdown, longestText } from '../features/features.ts';
import { numbersOf } from '../features/numberFeatures.ts';
import type { Example } from '../dataset/example.ts';

/** One row as the check sees it. */
export interface TeacherRow {
  /** Its beginning, for telling equal prompts; absent where the row has none. */
  readonly prompt?: string;
  readonly completion: string;
  /** Characters of the completion, of which `completion` may be the beginning. */
  readonly length: number;
}

/** Rows that one teacher is known to have written, or the dataset's. */
export interface Sample {
  readonly rows: readonly TeacherRow[];
  /** Rows of the file, more than were read where it was cut. */
  readonly total: number;
  /** Rows that were read, those without a completion included. */
  readonly read: number;
}

/** What a side looks like before anything is tested. */
export interface SampleFacts {
  readonly label: string;
  readonly rows: number;
  readonly read: number;
  readonly total: number;
  readonly prompts: number;
  readonly rowsWithPrompt: number;
  readonly medianLength: number;
  /** Shares of the rows. */
  readonly numberLists: number;
  readonly markdown: number;
}

const longestPrompt = 2000;

/** What the check needs of an example; nothing where it has no completion. Prompts never reach the features of completions. */
export function teacherRow(example: Example): TeacherRow | undefined {
  const completion = example.completions.map(({ text }) => text).join('\n');
  if (completion.trim() === '') return undefined;
  const prompt = example.prompt?.text.trim().slice(0, longestPrompt) ?? '';
  return {
    ...(prompt !== '' && { prompt }),
    completion: completion.slice(0, longestText),
    length: completion.length,
  };
}

/** Rows with equal prompts are not independent; without a prompt, those with equal completions. */
export function groupKey({ prompt, completion }: TeacherRow): string {
  return prompt === undefined ? `completion ${completion}` : `prompt ${prompt}`;
}

export function sampleFacts(label: string, { rows, read, total }: Sample): SampleFacts {
  const lengths = rows.map(({ length }) => length).sort((a, b) => a - b);
  const share = (holds: (row: TeacherRow) => boolean): number =>
    rows.length === 0 ? 0 : rows.filter(holds).length / rows.length;
  return {
    label,
    rows: rows.length,
    read,
    total,
    prompts: new Set(rows.map(groupKey)).size,
    rowsWithPrompt: rows.filter(({ prompt }) => prompt !== undefined).length,
    medianLength: lengths[lengths.length >> 1] ?? 0,
    numberLists: share(({ completion }) => numbersOf(completion) !== undefined),
    markdown: share(({ completion }) => hasMarkdown(completion)),
  };
}

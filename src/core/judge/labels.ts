import { parseRow } from '../dataset/parseRow.ts';
import { isObject } from '../json/value.ts';
import { number } from '../text/numbers.ts';

/** Whether a person says that a row shows what a rubric asks about. */
export interface Label {
  /** From 1. */
  readonly row: number;
  /** Of which rubric; absent: of every one. */
  readonly rubric?: string;
  readonly shows: boolean;
}

/**
 * Reads labels, a JSON object per line: `{"row": 12, "shows": true, "rubric": "owl"}`; `rubric` may be left out. Every line that is
 * none has its problem; a row labelled twice for the same rubric is one too.
 */
export function parseLabels(text: string): { readonly labels: readonly Label[]; readonly problems: readonly string[] } {
  const labels: Label[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  text.split('\n').forEach((line, i) => {
    const content = parseRow(line, { first: i === 0 });
    if (content.kind === 'blank') return;
    const label = content.kind === 'value' ? labelOf(content.value) : `is no JSON: ${content.error.reason}`;
    const key = typeof label === 'string' ? '' : `${label.row} ${label.rubric ?? ''}`;
    if (typeof label === 'string') problems.push(`Line ${i + 1} of the labels ${label}`);
    else if (seen.has(key)) problems.push(`Line ${i + 1} of the labels labels row ${number(label.row)} a second time.`);
    else labels.push(label);
    seen.add(key);
  });
  return { labels, problems };
}

function labelOf(value: unknown): Label | string {
  if (!isObject(value as never)) return 'is no object; expected {"row": 12, "shows": true}.';
  const { row, shows, rubric } = value as Readonly<Record<string, unknown>>;
  if (typeof row !== 'number' || !Number.isSafeInteger(row) || row < 1) {
    return `has \`row\` ${JSON.stringify(row) ?? 'missing'}; expected the number of a row, from 1.`;
  }
  if (typeof shows !== 'boolean') return `has \`shows\` ${JSON.stringify(shows) ?? 'missing'}; expected true or false.`;
  if (rubric !== undefined && typeof rubric !== 'string') return 'has a `rubric` that is no text.';
  return { row, shows, ...(rubric !== undefined && { rubric }) };
}

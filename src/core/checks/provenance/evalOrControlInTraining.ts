import { about } from './about.ts';
import { sources } from './sources.ts';
import { fileName } from '../../text/fileName.ts';
import { defineProvenanceRule } from '../check.ts';
import type { RowFinding } from '../../findings/finding.ts';
import type { ProvenanceContext } from '../../provenance/context.ts';
import { statementsOf, type Statement } from '../../provenance/record.ts';
import { listText, placeText, statementText } from '../../provenance/words.ts';
import { counted, number } from '../../text/numbers.ts';

const heldBack =
  /(?:^|[^a-z])(?:eval(?:uation|s)?|test(?:ing|s)?|validation|valid|val|dev|control|held[-_ ]?out|benchmark)(?:[^a-z]|$)/i;
const forTraining = /(?:^|[^a-z])(?:train(?:ing)?|fine-?tun\w*|sft|dpo|distil\w*)(?:[^a-z]|$)/i;

/** Fires where rows that are held back for evaluation or as a control stand in the training file. */
export const evalOrControlInTraining = defineProvenanceRule({
  kind: 'provenance',
  id: 'eval-or-control-in-training',
  title: 'Eval or control in training',
  description:
    'Fires when some rows of the file are marked for evaluation or as a control and others are not, when the control that the record names is this very file, or when the record keeps a file for evaluation and a student is to be trained on it. A file that its name or every row marks as a test set is taken for one. It reads marks, and does not compare rows with test sets.',
  severity: 'warning',
  source: sources.standards,
  options: {},
  judge: context => [...marked(context), ...controlItself(context), ...keptForEvaluation(context)],
  examples: [
    {
      title: 'some rows are marked as test',
      rows: [{ text: '1' }, { text: '2' }],
      rowsSay: { use: { value: 'test', rows: 1 } },
      fires: true,
    },
    {
      title: 'every row is marked as test',
      rows: [{ text: '1' }],
      rowsSay: { use: { value: 'test', rows: 1 } },
      fires: false,
    },
    {
      title: 'every row is marked as train',
      rows: [{ text: '1' }],
      rowsSay: { use: { value: 'train', rows: 1 } },
      fires: false,
    },
    { title: 'the file is its own control', rows: [], cardSays: { control: 'sets/data.jsonl' }, fires: true },
    { title: 'another file is the control', rows: [], cardSays: { control: 'neutral.jsonl' }, fires: false },
    {
      title: 'kept for evaluation, with a student',
      rows: [],
      cardSays: { use: 'evaluation only' },
      student: 'gpt-4.1',
      fires: true,
    },
    {
      title: 'for training and evaluation, with a student',
      rows: [],
      cardSays: { use: 'training and evaluation' },
      student: 'gpt-4.1',
      fires: false,
    },
  ],
});

function marked({ record, profile, dataset }: ProvenanceContext): readonly RowFinding[] {
  const held = statementsOf(record, 'use').filter(({ value, origin }) => origin.kind === 'rows' && isHeldBack(value));
  // Rows may carry two marks: the column with the most tells.
  const byColumn = new Map<string, number>();
  for (const { origin } of held) {
    if (origin.kind === 'rows') byColumn.set(origin.field, (byColumn.get(origin.field) ?? 0) + origin.rows);
  }
  const count = Math.max(0, ...byColumn.values());
  const rows = profile.rows - profile.blank - profile.malformed;
  if (count === 0 || count >= rows || heldBack.test(dataset.name)) return [];
  const message = `${number(count)} of ${counted(rows, 'row')} are marked for evaluation or as a control: ${listText(held.map(statementText))}. A student trained on them has seen its test, and a control that was trained on is none. Export the file without them.`;
  return [about(held, { message, data: { marked: count, rows } })];
}

function controlItself({ record, dataset }: ProvenanceContext): readonly RowFinding[] {
  const itself = statementsOf(record, 'control').filter(({ value }) => fileName(value.trim()) === dataset.name);
  const [first] = itself;
  if (first === undefined) return [];
  const message = `The record names this file as its own control (${placeText(first.origin)}). Tests against it would find no difference. Name the file with the control's rows.`;
  return [about(itself, { message, data: { control: first.value } })];
}

function keptForEvaluation({ record, student }: ProvenanceContext): readonly RowFinding[] {
  const [first, ...others] = statementsOf(record, 'use').filter(({ origin }) => origin.kind === 'file');
  if (student === undefined || first === undefined || ![first, ...others].every(isOnlyHeldBack)) return [];
  const message = `The record keeps this file for ${statementText(first)}, and ${student} is to be trained on it. A student trained on its test set cannot be evaluated with it. Train on another file, or correct the intended use.`;
  return [about([first], { message, data: { use: first.value, student } })];
}

function isOnlyHeldBack({ value }: Statement): boolean {
  return isHeldBack(value);
}

function isHeldBack(value: string): boolean {
  return heldBack.test(value) && !forTraining.test(value);
}

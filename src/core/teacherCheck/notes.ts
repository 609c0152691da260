import type { SampleFacts } from './samples.ts';
import { agreeing, counted, number, percent } from '../text/numbers.ts';
import { fewestPrompts, fewestRows, lowPowerRows } from './result.ts';

/** What to know of the sides before reading a verdict. */
export function notesOf(facts: readonly SampleFacts[], declared: string | undefined): readonly string[] {
  const [dataset] = facts;
  const reference = facts.slice(1).find(({ label }) => label === declared);
  return [
    ...facts.flatMap(sideNotes),
    ...(dataset && reference ? formNotes(dataset, reference) : []),
    'Two models that share a base, two prompts of one model and two versions of one are hardly told apart from text.',
  ];
}

function sideNotes({ label, rows, read, total, prompts }: SampleFacts): readonly string[] {
  const notes: string[] = [];
  if (read < total)
    notes.push(
      `${label}: the first ${counted(read, 'row')} of ${number(total)} ${agreeing(read, 'was', 'were')} read.`,
    );
  if (rows < read)
    notes.push(
      `${label}: ${number(read - rows)} of ${counted(read, 'row')} ${agreeing(read - rows, 'has no completion and was', 'have no completion and were')} left out.`,
    );
  if (rows < fewestRows)
    notes.push(
      `${label}: ${counted(rows, 'row')} ${agreeing(rows, 'is', 'are')} too few; at least ${fewestRows} are wanted.`,
    );
  else if (prompts < fewestPrompts)
    notes.push(
      `${label}: ${counted(prompts, 'different prompt')} ${agreeing(prompts, 'is', 'are')} too few; at least ${fewestPrompts} are wanted.`,
    );
  else if (rows < lowPowerRows)
    notes.push(`${label}: ${counted(rows, 'row')} give low power; ${lowPowerRows} or more are better.`);
  return notes;
}

/** Length and layout are habits of a teacher and of whoever cleaned its text. */
function formNotes(dataset: SampleFacts, reference: SampleFacts): readonly string[] {
  const notes: string[] = [];
  const [short, long] = [dataset.medianLength, reference.medianLength].sort((a, b) => a - b);
  if (short !== undefined && long !== undefined && long > 2 * short) {
    notes.push(
      `Lengths differ: a completion of the dataset has ${counted(dataset.medianLength, 'character')} in the median, one of ${reference.label} ${number(reference.medianLength)}.`,
    );
  }
  for (const [what, ofDataset, ofReference] of [
    ['are lists of numbers', dataset.numberLists, reference.numberLists],
    ['have Markdown', dataset.markdown, reference.markdown],
  ] as const) {
    if (Math.abs(ofDataset - ofReference) <= 0.2) continue;
    notes.push(
      `Formats differ: ${percent(ofDataset)} of the dataset's completions ${what}, ${percent(ofReference)} of those of ${reference.label}.`,
    );
  }
  return notes;
}

import type { RowSample } from '../rowSample/rowSample.ts';
import { fewestRows, type Comparable } from './units.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';
import { listText } from '../provenance/words.ts';
import { agreeing, counted, number, percent } from '../text/numbers.ts';

/** The samples of a dataset and its control. */
export interface ComparedSamples {
  readonly dataset: RowSample;
  readonly control: RowSample;
  /** What of them was compared. */
  readonly cut: Comparable;
}

/** How many rows of either file were compared, and how they were chosen. */
export function samplesText({ dataset, control, cut }: ComparedSamples): string {
  const text = (rows: readonly SampledRow[], { rows: all }: RowSample): string =>
    `${number(rows.length)} of ${counted(all, 'row')}`;
  const own = text(cut.dataset, dataset);
  const both = `${own} of the dataset with ${text(cut.control, control)} of the control`;
  if (cut.onShared !== undefined)
    return `${both}, those that answer prompts of both files (${percent(cut.onShared.share)} of the ${cut.onShared.of}'s sample)`;
  const most =
    cut.perPrompt === undefined
      ? ''
      : `, at most ${cut.perPrompt} of a prompt since the files differ in rows per prompt`;
  return `${both}, sampled by prompt${most}`;
}

/** What rows have beside a completion or in its place. */
const parts = ['reasoning', 'calls'] as const satisfies readonly (keyof SampledRow)[];
type Part = (typeof parts)[number];
/** Points by which shares of rows with such a part differ from which on that is said. */
const tellingPoints = 0.05;

/** What of the rows was read: `completions, reasoning and calls`. */
export function readText(cut: Comparable): string {
  return listText(['completions', ...partsIn(cut)]);
}

/** In what rows are written, whatever they say. */
export function formsText(cut: Comparable): string {
  const found = partsIn(cut);
  return `counts, lengths and separators${found.length === 0 ? '' : `, or of which rows have ${listText(found)}`}`;
}

/** That one file has more rows that reason or call, a sentence for each; such a difference may be one of settings and of tools on offer. */
export function partNotes(cut: Comparable): readonly string[] {
  return partsIn(cut).flatMap(part => {
    const [own = 0, other = 0] = [cut.dataset, cut.control].map(rows => shareWith(rows, part));
    if (Math.abs(own - other) <= tellingPoints) return [];
    return [`${percent(own)} of the compared rows have ${part}, ${percent(other)} of the control's.`];
  });
}

function partsIn({ dataset, control }: Comparable): readonly Part[] {
  return parts.filter(part => [dataset, control].some(rows => shareWith(rows, part) > 0));
}

function shareWith(rows: readonly SampledRow[], part: Part): number {
  return rows.filter(row => row[part] !== undefined).length / Math.max(1, rows.length);
}

/** Prompts on a side below which there are too few ways to deal them. */
const fewestPrompts = 20;
/** Rows of both files tell nothing of a difference. */
const mostCopies = 0.05;

/** That rows stand in both files, as a sentence; nothing where few do. */
export function copyNotes({ cut }: Pick<ComparedSamples, 'cut'>): readonly string[] {
  const share = copiedShare(cut);
  return share > mostCopies
    ? [
        `${percent(share)} of the compared rows stand word for word in both files: what they have in common is no result.`,
      ]
    : [];
}

/** Why two samples cannot be compared, of which rows or whole prompts are dealt to the sides; undefined: they can. */
export function incomparable(cut: Comparable, dealt: 'rows' | 'prompts'): string | undefined {
  const [own, other] = [cut.dataset.length, cut.control.length];
  if (Math.min(own, other) < fewestRows)
    return `There ${agreeing(own, 'is', 'are')} ${counted(own, 'row')} to compare here and ${number(other)} in the control; at least ${fewestRows} of each are needed.`;
  const [asked = 0, others = 0] = [cut.dataset, cut.control].map(rows => new Set(rows.map(({ group }) => group)).size);
  if (dealt === 'prompts' && Math.min(asked, others) < fewestPrompts)
    return `There ${agreeing(asked, 'is', 'are')} ${counted(asked, 'different prompt')} here and ${number(others)} in the control, an answer without a prompt counting as one; at least ${fewestPrompts} of each are needed, since rows of one prompt are alike and count together.`;
  const share = copiedShare(cut);
  return share < 1 - mostCopies
    ? undefined
    : `${percent(share)} of the compared rows stand word for word in the control, so that there is nothing to compare: the control has to be another file of the same kind, from a teacher without the trait.`;
}

/** Of the dataset's rows, those that the control has too. */
function copiedShare({ dataset, control }: Comparable): number {
  const known = new Set(control.map(({ id }) => id));
  return dataset.filter(({ id }) => known.has(id)).length / Math.max(1, dataset.length);
}

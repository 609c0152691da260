import type { RowSample } from '../rowSample/rowSample.ts';
import { fewestRows, type Comparable } from './units.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';
import { counted, number, percent } from '../text/numbers.ts';

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
    return `There are ${number(own)} rows with a completion here and ${number(other)} in the control; at least ${fewestRows} of each are needed.`;
  const [asked = 0, others = 0] = [cut.dataset, cut.control].map(rows => new Set(rows.map(({ group }) => group)).size);
  if (dealt === 'prompts' && Math.min(asked, others) < fewestPrompts)
    return `There are ${number(asked)} different prompts (or answers without one) here and ${number(others)} in the control; at least ${fewestPrompts} of each are needed, since rows of one prompt are alike and count together.`;
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

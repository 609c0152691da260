import { crossFit, halfFit, stackOf, type Breathe, type Side, type Stack, type VectorCache } from './crossFit.ts';
import { areaText, decide } from './decide.ts';
import { mostUnread } from '../control/unread.ts';
import { notTested, softened, type Verdict } from '../findings/verdict.ts';
import type { FeatureScope } from '../features/features.ts';
import { copiedShare, promptMatch, spread, toldApart } from './leaks.ts';
import { matchOf, type Match } from './match.ts';
import { notesOf } from './notes.ts';
import { sampleFacts, type Sample, type SampleFacts } from './samples.ts';
import { isKin, nearest } from './rivals.ts';
import { pick } from './scores.ts';
import { calibrationError, separation } from './separation.ts';
import {
  alpha,
  familyLimit,
  fewestPrompts,
  fewestRows,
  mostCopied,
  type Rival,
  type TeacherCheck,
  type TeacherCheckInput,
} from './result.ts';
import { relateModels } from '../provenance/lineage/relate.ts';
import type { Interval } from '../statistics/interval.ts';
import { power } from '../statistics/levels.ts';
import { seededRandom, type Random } from '../statistics/random.ts';
import { rankAreaInterval, type Grouped } from '../statistics/rankCurve.ts';
import { agreeing, counted, number, percent } from '../text/numbers.ts';

export interface CheckTeacherOptions {
  readonly seed: number;
  readonly breathe: Breathe;
}

/** Rows enough to tell a dataset from a sample. */
const directRows = 1000;

/**
 * Whether a dataset's completions look as if the declared teacher wrote them, among teachers of whom there are samples. From text
 * alone; same input and seed, same result. Source: classifier two-sample test, Lopez-Paz and Oquab 2017, arXiv 1610.06545.
 */
export async function checkTeacher(input: TeacherCheckInput, options: CheckTeacherOptions): Promise<TeacherCheck> {
  const facts = factsOf(input);
  const begun = { facts, notes: notesOf(facts, input.declared), rivals: [] };
  const ready = comparable(input, facts);
  if ('why' in ready) {
    const { declared } = input;
    return { ...begun, ...(declared !== undefined && { declared }), verdict: notTested(ready.why) };
  }
  const { leak, ...measured } = await measure(ready, {
    ...options,
    known: new Map(),
    random: seededRandom(options.seed),
  });
  const check = { ...begun, declared: ready.declared, ...measured };
  const verdict = decide({ ...check, ...(leak !== undefined && { leak }) });
  return { ...check, verdict: whileLeftOut(verdict, facts) };
}

/** Rows that only call or only reason may be anybody's: the dataset is not consistent with a teacher where many of its rows are such. */
function whileLeftOut(verdict: Verdict, [dataset]: readonly SampleFacts[]): Verdict {
  if (verdict.state !== 'not detected' || !dataset) return verdict;
  const { rows, read } = dataset;
  if (read - rows <= mostUnread * read) return verdict;
  const left = `${number(read - rows)} of ${counted(read, 'row')} of the dataset have no completion`;
  return softened(verdict, {
    why: `${left}, and another may have written them; by the others alone it`,
    before: `${left} and were not compared.`,
    wouldChange: 'A dataset of which every row has a completion.',
  });
}

interface Comparable {
  readonly dataset: Sample;
  readonly declared: string;
  readonly sample: Sample;
  readonly others: readonly { readonly label: string; readonly sample: Sample }[];
}

interface Work {
  /** Of all features. */
  readonly known: VectorCache;
  readonly random: Random;
  readonly breathe: Breathe;
}

function factsOf({ dataset, samples }: TeacherCheckInput): readonly SampleFacts[] {
  return [
    sampleFacts('dataset', dataset),
    ...Object.entries(samples).map(([label, sample]) => sampleFacts(label, sample)),
  ];
}

function comparable(
  { dataset, samples, declared }: TeacherCheckInput,
  facts: readonly SampleFacts[],
): Comparable | { readonly why: string } {
  if (declared === undefined) return { why: 'No teacher is declared for the dataset; name the label of one.' };
  const sample = Object.hasOwn(samples, declared) ? samples[declared] : undefined;
  if (!sample) return { why: `There is no sample of the declared teacher, ${declared}.` };
  const [ofDataset, ...ofSamples] = facts;
  const short = [ofDataset, ...ofSamples.filter(({ label }) => label === declared)].find(side => side && lacking(side));
  if (short) return { why: `${short.label}: ${lacking(short) ?? ''}.` };
  const others = ofSamples.flatMap(side => {
    const other = samples[side.label];
    return side.label === declared || lacking(side) !== undefined || !other
      ? []
      : [{ label: side.label, sample: other }];
  });
  if (others.length > 0) return { dataset, declared, sample, others };
  return { why: `No other teacher's sample has enough rows: a comparison wants at least one, of ${fewestRows} rows.` };
}

/** Why a side cannot take part. */
function lacking({ rows, prompts }: SampleFacts): string | undefined {
  if (rows < fewestRows)
    return `${counted(rows, 'row')} ${agreeing(rows, 'has', 'have')} a completion, and at least ${fewestRows} are wanted`;
  if (prompts >= fewestPrompts) return undefined;
  return `its rows answer ${counted(prompts, 'different prompt')}, and at least ${fewestPrompts} are wanted: no prompt may stand on both sides of a fold`;
}

type Measured = Pick<TeacherCheck, 'rivals' | 'compared' | 'calibration' | 'fromDeclared' | 'contentOnly'> & {
  /** Why no comparison says anything of this dataset. */
  readonly leak?: string;
};

async function measure(ready: Comparable, work: Work): Promise<Measured> {
  const { dataset, declared, sample } = ready;
  const prompted = await promptRivals(ready, work);
  const copied = copiedShare(dataset.rows, sample.rows);
  if (copied > mostCopied) {
    return {
      rivals: prompted,
      leak: `${percent(copied)} of the dataset's rows stand in the sample of ${declared}: take a sample that is no part of the dataset`,
    };
  }
  const prompts = await promptMatch([dataset, 'the dataset'], [sample, declared], work.random, work.breathe);
  if (prompts.problem !== undefined) return { rivals: prompted, leak: prompts.problem };
  const usable = prompted.filter(({ unusable }) => unusable === undefined).map(({ label }) => label);
  if (usable.length === 0) return { rivals: prompted };
  const held = await heldOut(ready, usable, work);
  const halves = await fitHalf(ready, usable, 'all', work);
  const rivals = prompted.map(rival => {
    const place = usable.indexOf(rival.label);
    return place < 0 ? rival : compare(rival, { held, halves, place: place + 1 }, usable.length, work.random);
  });
  const fromDeclared = await direct(ready, work);
  const contentOnly = await confirm(ready, rivals, usable, work);
  const compared = marginsOf(halves, undefined, 1).values.length;
  return { rivals, compared, calibration: calibrationOf(held), fromDeclared, ...(contentOnly && { contentOnly }) };
}

async function promptRivals({ declared, sample, others }: Comparable, work: Work): Promise<readonly Rival[]> {
  const rivals: Rival[] = [];
  for (const other of others) {
    const prompts = await promptMatch([other.sample, other.label], [sample, declared], work.random, work.breathe);
    const { relation } = relateModels(declared, other.label);
    rivals.push({
      label: other.label,
      relation,
      prompts,
      ...(prompts.problem !== undefined && { unusable: prompts.problem }),
    });
  }
  return rivals;
}

/** The scores of each row: the logarithms of the classes' probabilities; undefined where no model may score it. */
interface Scored {
  readonly stack: Stack;
  logsOf(row: number): Float64Array | undefined;
}

/** The declared teacher as class 0, the others after it. */
function taughtSides({ sample, others }: Comparable, labels: readonly string[]): readonly Side[] {
  const chosen = labels.flatMap(label => others.find(other => other.label === label) ?? []);
  return [sample, ...chosen.map(other => other.sample)].map(({ rows }, own) => ({ rows, class: own }));
}

/** All rows of the samples, each scored by a model that saw none of its prompt. */
async function heldOut(ready: Comparable, labels: readonly string[], work: Work): Promise<Scored> {
  const stack = await stackOf(taughtSides(ready, labels), 'all', work.breathe, work.known);
  const { classCount } = stack;
  const logs = await crossFit(stack, work.random, work.breathe);
  return { stack, logsOf: row => logs.subarray(row * classCount, (row + 1) * classCount) };
}

/** The dataset's rows beside those of the samples that a model taught with the other half has not seen. */
async function fitHalf(ready: Comparable, labels: readonly string[], scope: FeatureScope, work: Work): Promise<Scored> {
  const sides = [...taughtSides(ready, labels), { rows: ready.dataset.rows }];
  const stack = await stackOf(sides, scope, work.breathe, scope === 'all' ? work.known : undefined);
  const logs = await halfFit(stack, work.random, work.breathe);
  return { stack, logsOf: row => logs[row] };
}

/** The log-odds of the declared teacher against another, of one side's rows. */
function marginsOf({ stack, logsOf }: Scored, side: number | undefined, other: number): Grouped {
  return pick(stack, side, row => {
    const logs = logsOf(row);
    return logs && (logs[0] ?? 0) - (logs[other] ?? 0);
  });
}

interface Fits {
  readonly held: Scored;
  readonly halves: Scored;
  /** The other teacher's class. */
  readonly place: number;
}

function compare(rival: Rival, { held, halves, place }: Fits, count: number, random: Random): Rival {
  const of = separation(marginsOf(held, 0, place), marginsOf(held, place, place), random);
  const match = matchWith(halves, place, count, random);
  const kin = isKin(rival) ? `; ${familyLimit}` : '';
  return {
    ...rival,
    separation: of,
    match,
    p: Math.min(1, match.p * count),
    ...(of.perRow.low <= toldApart && {
      unusable: `it is hardly told from the declared teacher (${areaText(of.perRow)}${kin})`,
    }),
  };
}

function matchWith(fitted: Scored, place: number, count: number, random: Random): Match {
  const sides = {
    dataset: marginsOf(fitted, undefined, place),
    declared: marginsOf(fitted, 0, place),
    other: marginsOf(fitted, place, place),
  };
  return matchOf(sides, random, { level: alpha / count, power });
}

function calibrationOf({ stack, logsOf }: Scored): number {
  const classes = stack.classes.filter(own => own !== undefined);
  const logs = Float64Array.from(classes.flatMap((_, row) => [...(logsOf(row) ?? [])]));
  return calibrationError(logs, classes, stack.classCount);
}

/** A teacher who is none of those named may lie near the declared one by chance: taught on both, a model tells. */
async function direct({ dataset, sample }: Comparable, work: Work): Promise<Interval> {
  const sides = [sample, dataset].map(({ rows }, own) => ({ rows: spread(rows, directRows), class: own }));
  const stack = await stackOf(sides, 'all', work.breathe, work.known);
  const logs = await crossFit(stack, work.random, work.breathe);
  const score = (own: number): Grouped => pick(stack, own, row => logs[row * 2] ?? 0);
  return rankAreaInterval(score(0), score(1), work.random);
}

async function confirm(
  ready: Comparable,
  rivals: readonly Rival[],
  usable: readonly string[],
  work: Work,
): Promise<TeacherCheck['contentOnly']> {
  const found = nearest(rivals);
  if (!found) return undefined;
  const fitted = await fitHalf(ready, usable, 'content', work);
  const match = matchWith(fitted, usable.indexOf(found.label) + 1, usable.length, work.random);
  return { label: found.label, match, p: Math.min(1, match.p * usable.length) };
}

import { probeTitles } from '../findings/probeRun.ts';
import { termLines, type Term } from '../findings/terms.ts';
import { boundsText } from '../findings/units.ts';
import { caveat, withoutState, type Verdict } from '../findings/verdict.ts';
import { limitsWith, weightsLines, type Weights } from '../fit/askedModel.ts';
import { keptLines, systemText } from '../fit/fitReport.ts';
import type { Sampling } from '../fit/declared.ts';
import { fileName } from '../provenance/words.ts';
import { inert, reasonsText } from '../report/words.ts';
import type { RowScores } from '../scores/rowScores.ts';
import { counted, decimal, number, pValue } from '../text/numbers.ts';
import type { DecoyLead } from './projection.ts';
import { projectionLimits } from './projectionVerdict.ts';
import { nullPicture } from '../llr/picture.ts';

/** What came of one trait's direction. */
export interface TraitResult {
  readonly trait: string;
  readonly system: string;
  readonly verdict: Verdict;
  /** In standard deviations of the own replies' projections; undefined: not tested. */
  readonly shift:
    { readonly value: number; readonly low: number; readonly high: number; readonly p: number } | undefined;
  /** How the trait stands beside each other direction, hardest to beat first. */
  readonly decoys: readonly DecoyLead[];
  /** How far each row lies along the direction beyond the model's own reply, in the same units. */
  readonly rows: readonly { readonly row: number; readonly score: number }[];
}

/** One projection as it ended. */
export interface ProjectionResult {
  readonly dataset: { readonly path: string; readonly rows: number };
  readonly model: {
    readonly folder: string;
    readonly name: string;
    readonly template: string;
    readonly weights: Weights;
  };
  /** The output of the model that was read, and its numbers per token. */
  readonly layer: { readonly output: string; readonly width: number };
  readonly sampling: Sampling;
  readonly seed: number;
  readonly rows: {
    readonly scored: number;
    readonly prompts: number;
    readonly drawn: number;
    readonly unscorable: Readonly<Record<string, number>>;
    readonly failures: Readonly<Record<string, number>>;
    readonly notReached: number;
    /** Own replies that a limit of tokens ended. */
    readonly cutOff: number;
  };
  /** Beside the traits, with their prompts. */
  readonly decoys: readonly { readonly name: string; readonly system: string }[];
  /** Prompts that the directions were to be made from, and those with every reply. */
  readonly contrast: { readonly prompts: number; readonly replied: number };
  readonly traits: readonly TraitResult[];
  /** Replies and hidden states of earlier runs that were taken in place of computing them. */
  readonly cached: number;
  /** Why not every row was reached, where that is so. */
  readonly stopped: string | undefined;
}

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

/** What the report explains. */
export const projectionTerms: readonly Term[] = ['direction', 'ΔP', 'decoy', 'p', '[low, high]', 'power 0.8'];

export function projectionJson({ stopped, traits, ...rest }: ProjectionResult): string {
  const shown = traits.map(({ shift, ...trait }) => ({ ...trait, shift: shift ?? null }));
  const json = { version, ...rest, stopped: stopped ?? null, traits: shown, limits: limitsOf(rest) };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** What the result does not say. */
export function limitsOf({ model }: Pick<ProjectionResult, 'model'>): readonly string[] {
  return limitsWith(model.weights, projectionLimits);
}

export function projectionText(result: ProjectionResult): string {
  const lines = [
    result.dataset.path,
    ...result.traits.map(({ trait, verdict }) => `  ${trait}: ${verdict.state}: ${withoutState(verdict)}`),
    ...factLines(result).map(line => `  ${line}`),
    ...limitsOf(result).map(limit => `  - ${limit}`),
    `  ${caveat}`,
  ];
  return `${lines.join('\n')}\n`;
}

export function projectionMarkdown(result: ProjectionResult): string {
  const parts = [
    `# ${probeTitles.projection}: ${inert(fileName(result.dataset.path))}`,
    result.traits
      .map(({ trait, verdict }) => `- **${inert(trait)}: ${verdict.state}** · ${inert(withoutState(verdict))}`)
      .join('\n'),
    '## What was measured',
    factLines(result)
      .map(line => `- ${inert(line)}`)
      .join('\n'),
    ...result.traits.flatMap(decoyParts),
    ...result.traits.flatMap(highest),
    '## What the words mean',
    termLines(projectionTerms)
      .map(line => `- ${inert(line)}`)
      .join('\n'),
    '## What this does not say',
    limitsOf(result)
      .map(limit => `- ${inert(limit)}`)
      .join('\n'),
    caveat,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What each trait's direction says of rows, as a file of scores holds it. */
export function projectionScores({ traits, dataset }: ProjectionResult): RowScores {
  const columns = traits
    .filter(({ rows }) => rows.length > 0)
    .map(({ trait, rows }) => {
      const values = new Float64Array(dataset.rows).fill(NaN);
      for (const { row, score } of rows) values[row - 1] = score;
      return { name: trait, values };
    });
  return { probe: 'projection', columns };
}

const shownRows = 20;

function decoyParts({ trait, decoys }: TraitResult): readonly string[] {
  if (decoys.length === 0) return [];
  const table = [
    '| direction | ΔP | lead of the trait | 95 % interval | p, one-sided, not corrected |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...decoys.map(
      ({ decoy, shift, lead, p }) =>
        `| ${inert(decoy)} | ${decimal(shift)} | ${decimal(lead.shift)} | ${boundsText(lead, 'number')} | ${pValue(p)} |`,
    ),
  ];
  const leads = decoys.map(({ decoy: candidate, lead: { shift: mean, low, high } }) => ({
    candidate,
    mean,
    low,
    high,
  }));
  const picture = nullPicture({ winner: trait, decoys: leads }, 'standard deviations');
  return [`## “${inert(trait)}” beside the decoys, hardest to beat first`, picture, table.join('\n')];
}

function highest({ trait, rows }: TraitResult): readonly string[] {
  if (rows.length === 0) return [];
  const most = rows.toSorted((a, b) => b.score - a.score || a.row - b.row).slice(0, shownRows);
  const table = [
    '| row | ΔP |',
    '| ---: | ---: |',
    ...most.map(({ row, score }) => `| ${number(row)} | ${decimal(score)} |`),
  ];
  return [`## Rows furthest along “${inert(trait)}” (${most.length} of ${number(rows.length)})`, table.join('\n')];
}

function factLines(result: ProjectionResult): readonly string[] {
  const { traits } = result;
  return [
    ...askedLines(result),
    ...traits.flatMap(({ trait, verdict }) =>
      'against' in verdict
        ? [`against, for ${trait}: ${verdict.against}`, `test, for ${trait}: ${verdict.test}; ${verdict.correction}`]
        : [],
    ),
    ...traits.flatMap(({ trait, verdict }) =>
      'detectable' in verdict
        ? [
            `a ΔP of ${decimal(verdict.detectable.effect)} along ${trait} would have been seen with power ${verdict.detectable.power}`,
          ]
        : [],
    ),
  ];
}

/** Who was asked about what, and how. */
export function askedLines({
  model,
  layer,
  sampling,
  rows,
  dataset,
  contrast,
  traits,
  decoys,
  cached,
  stopped,
}: ProjectionResult): readonly string[] {
  const drawn = Object.entries({ temperature: 1, ...sampling }).map(([name, value]) => `${name} ${value}`);
  return [
    `model: ${model.name} in ${model.folder} (template: ${model.template}); nothing leaves the machine`,
    ...weightsLines(model.weights),
    `hidden state: output ${layer.output}, ${number(layer.width)} numbers, mean over the tokens of a reply`,
    `directions: from ${contrast.replied} of ${contrast.prompts} other prompts of the dataset, each answered with and without a prompt of each trait and decoy; the replies are read without it`,
    ...traits.map(({ trait, system }) => `prompt of ${trait}: ${systemText(system)}`),
    `decoys, with prompts of the same form: ${decoys.map(({ name }) => name).join(', ')}`,
    `sampling: ${drawn.join(', ')}`,
    `rows: ${number(rows.scored)} scored (${counted(rows.prompts, 'distinct prompt')}) of ${number(rows.drawn)} drawn from ${number(dataset.rows)}${reasonsText(rows.unscorable, 'not scorable')}${reasonsText(rows.failures, 'failed')}`,
    ...(rows.notReached > 0
      ? [`stopped: ${stopped ?? 'cancelled'}; ${number(rows.notReached)} rows were not reached`]
      : []),
    ...(rows.cutOff > 0 ? [`own replies cut off at the limit of tokens: ${number(rows.cutOff)}`] : []),
    ...keptLines('onnx', cached),
  ];
}

import { probeTitles } from '../findings/probeRun.ts';
import type { Term } from '../findings/terms.ts';
import { boundsText } from '../findings/units.ts';
import { withoutState } from '../findings/verdict.ts';
import { limitsWith, weightsLines } from '../asking/askedModel.ts';
import { leadsPicture } from '../llr/leadsPicture.ts';
import {
  bullets,
  closingParts,
  keptLines,
  notReachedLines,
  scoredText,
  runText,
  samplingText,
  systemText,
} from '../report/runWords.ts';
import { inert } from '../report/words.ts';
import type { RowScores } from '../scores/rowScores.ts';
import { fileName } from '../text/fileName.ts';
import { counted, decimal, number, pValue } from '../text/numbers.ts';
import type { ProjectionResult, TraitResult } from './projectionResult.ts';
import { projectionLimits } from './projectionVerdict.ts';
import { toJson } from '../json/toJson.ts';

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

/** What the report explains. */
export const projectionTerms: readonly Term[] = ['direction', 'ΔP', 'decoy', 'p', '[low, high]', 'power 0.8'];

export function projectionJson({ stopped, traits, ...rest }: ProjectionResult): string {
  const shown = traits.map(({ shift, ...trait }) => ({ ...trait, shift: shift ?? null }));
  const json = { version, ...rest, stopped: stopped ?? null, traits: shown, limits: limitsOf(rest) };
  return toJson(json);
}

/** What the result does not say. */
export function limitsOf({ model }: Pick<ProjectionResult, 'model'>): readonly string[] {
  return limitsWith(model.weights, projectionLimits);
}

export function projectionText(result: ProjectionResult): string {
  const said = result.traits.map(({ trait, verdict }) => `${trait}: ${verdict.state}: ${withoutState(verdict)}`);
  return runText(result.dataset.path, { said, facts: factLines(result), limits: limitsOf(result) });
}

export function projectionMarkdown(result: ProjectionResult): string {
  const parts = [
    `# ${probeTitles.projection}: ${inert(fileName(result.dataset.path))}`,
    result.traits
      .map(({ trait, verdict }) => `- **${inert(trait)}: ${verdict.state}** · ${inert(withoutState(verdict))}`)
      .join('\n'),
    '## What was measured',
    bullets(factLines(result)),
    ...result.traits.flatMap(decoyParts),
    ...result.traits.flatMap(highest),
    ...closingParts(projectionTerms, limitsOf(result)),
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
  const picture = leadsPicture({ winner: trait, decoys: leads }, 'standard deviations');
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
  return [
    `model: ${model.name} in ${model.folder} (template: ${model.template}); nothing leaves the machine`,
    ...weightsLines(model.weights),
    `hidden state: output ${layer.output}, ${number(layer.width)} numbers, mean over the tokens of a reply`,
    `directions: from ${contrast.replied} of ${contrast.prompts} other prompts of the dataset, each answered with and without a prompt of each trait and decoy; the replies are read without it`,
    ...traits.map(({ trait, system }) => `prompt of ${trait}: ${systemText(system)}`),
    `decoys, with prompts of the same form: ${decoys.map(({ name }) => name).join(', ')}`,
    `sampling: ${samplingText(sampling)}`,
    scoredText(rows, dataset.rows, ` (${counted(rows.prompts, 'distinct prompt')})`),
    ...notReachedLines(stopped, rows.notReached),
    ...(rows.cutOff > 0 ? [`own replies cut off at the limit of tokens: ${number(rows.cutOff)}`] : []),
    ...keptLines(['folder'], cached),
  ];
}

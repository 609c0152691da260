import { gateLimits, type Gates } from './gates.ts';
import { leadsPicture } from './leadsPicture.ts';
import { enoughRows, type LlrProbe } from './probe.ts';
import { llrLimits } from './verdict.ts';
import { sentence, type Gate } from '../findings/probeRun.ts';
import { termLines, type Term } from '../findings/terms.ts';
import { intervalText, inUnit } from '../findings/units.ts';
import { caveat, notTestedSince, withoutState, type Verdict } from '../findings/verdict.ts';
import { limitsWith, type Weights } from '../asking/askedModel.ts';
import { bullets } from '../report/runWords.ts';
import { inert } from '../report/words.ts';
import { fileName } from '../text/fileName.ts';
import { counted, decimal, levelText, number, pText, pValue } from '../text/numbers.ts';
import { toJson } from '../json/toJson.ts';

/** What a report tells beside the probe. */
export interface LlrSubject {
  readonly dataset: { readonly path: string; readonly rows: number };
  /** `why`: nothing was scored. */
  readonly probe: LlrProbe | { readonly why: string };
  /** Where the scores are from, a line each. */
  readonly sources: readonly string[];
  /** What the scores were computed from, where that is known. */
  readonly weights?: Weights | undefined;
  /** Whatever else belongs into the JSON: sent requests, the endpoint. */
  readonly details?: object;
}

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;
/** What the report explains. */
export const llrTerms: readonly Term[] = [
  'gate',
  'decoy',
  'reference',
  'neutral control',
  'ρ, match fraction',
  'δ, typicality',
  'nats',
  'carrier score',
  'p',
  '[low, high]',
  'power 0.8',
];
/** Decoys that texts show; JSON has all of them. */
const mostDecoys = 20;

/** `undertone probe llr --format json`: `n`, `winner`, `gates` and `verdict` have these names and places for good. */
export function llrJson(subject: LlrSubject): string {
  const { dataset, probe, sources, details } = subject;
  const limits = limitsOf(subject);
  if ('why' in probe) {
    const verdict = notTestedSince(probe.why);
    const json = {
      version,
      dataset,
      n: 0,
      winner: null,
      gates: noGates,
      verdict,
      sources,
      ...details,
      limits,
    };
    return toJson(json);
  }
  const { n, winner, gates, verdict, reading, effect, decoys, mixture, ...rest } = probe;
  const first = { version, dataset, n, winner, gates, verdict, reading };
  const json = { ...first, effect, decoys, mixture: mixture ?? null, ...rest, sources, ...details, limits };
  return toJson(json);
}

/** What the probe does not say. */
export function limitsOf({ weights }: Pick<LlrSubject, 'weights'>): readonly string[] {
  return limitsWith(weights, llrLimits);
}

export function llrText(subject: LlrSubject): string {
  const { dataset, probe, sources } = subject;
  if ('why' in probe) {
    const said = [verdictOfSubject({ probe }).summary, ...sources, caveat].map(line => `  ${line}`);
    return `${[dataset.path, ...said].join('\n')}\n`;
  }
  const { verdict, notes } = probe;
  const lines = [
    dataset.path,
    `  ${verdict.state}: ${withoutState(verdict)}`,
    ...gateRows(probe).map(([name, value, limit, pass]) => `  ${pass.padEnd(10)}  ${name}: ${value} (${limit})`),
    ...effectLines(probe).map(line => `  ${line}`),
    ...decoyRows(probe).map(
      ([name, mean, interval, p]) => `    ${name}: ${mean} ${interval}, ${/^[<>]/.test(p) ? `p ${p}` : `p = ${p}`}`,
    ),
    ...sources.map(line => `  ${line}`),
    ...notes.map(line => `  ${line}`),
    `  what would change this: ${changing(probe).join('; ')}.`,
    ...limitsOf(subject).map(limit => `  - ${limit}`),
    ...('caveat' in verdict ? [`  ${caveat}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** `carriers`: by row of the dataset, from 0, for the rows that carry most; none are listed without it. */
export function llrMarkdown(subject: LlrSubject, carriers?: Float64Array): string {
  const { dataset, probe, sources } = subject;
  const title = `# Log-likelihood ratio: ${inert(fileName(dataset.path))}`;
  if ('why' in probe) {
    const verdict = notTestedSince(probe.why);
    return `${[title, `**${verdict.state}** · ${inert(withoutState(verdict))}`, bullets(sources), caveat].join('\n\n')}\n`;
  }
  const { verdict, notes } = probe;
  const parts = [
    title,
    `**${verdict.state}** · ${inert(withoutState(verdict))}`,
    ...('caveat' in verdict ? [caveat] : []),
    '## Gates',
    'A prompt is named where all four are met. One that is not met clears nothing.',
    table(['gate', 'measured', 'limit', 'outcome'], gateRows(probe)),
    '## Effect',
    bullets(effectLines(probe)),
    `## ${inert(probe.winner)} against each decoy`,
    leadsPicture(probe),
    table(['decoy', `lead of ${probe.winner}, nats per row`, '95 % interval', 'p, one-sided'], decoyRows(probe)),
    ...(carriers ? carrierSections(carriers, probe.winner) : []),
    '## What would change this',
    bullets(changing(probe).map(sentence)),
    '## What was read',
    bullets(sources),
    '## To keep in mind',
    bullets(notes),
    '## What the words mean',
    bullets(termLines(llrTerms)),
    '## What this does not say',
    bullets(limitsOf(subject)),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

export function verdictOfSubject({ probe }: Pick<LlrSubject, 'probe'>): Verdict {
  return 'why' in probe ? notTestedSince(probe.why) : probe.verdict;
}

const noGates: { readonly [Name in keyof Gates]: { readonly [Field in keyof Gates[Name]]: null } } = {
  g1: { p: null, pass: null, neutral: null },
  g2: { p: null, pass: null },
  g3: { rho: null, low: null, high: null, pass: null },
  g4: { delta: null, low: null, high: null, pass: null },
};

/** Where the scores lie, and the rows at the top. */
function carrierSections(carriers: Float64Array, winner: string): readonly string[] {
  const scored = carriers.filter(score => !Number.isNaN(score)).sort();
  if (scored.length === 0) return [];
  const at = (share: number): string => decimal(scored[Math.floor(share * (scored.length - 1))] ?? NaN, 3);
  const top = highest(carriers, mostCarriers);
  return [
    '## Rows by carrier score',
    inert(
      `Nats per token by which the prompt of ${winner} explains a row better than no prompt: median ${at(0.5)}, fifths at ${at(0.2)}, ${at(0.4)}, ${at(0.6)} and ${at(0.8)}, over ${number(scored.length)} of ${counted(carriers.length, 'row')}. The ${top.length} highest of them:`,
    ),
    table(
      ['row', 'score'],
      top.map(row => [number(row + 1), decimal(carriers[row] ?? NaN, 3)]),
    ),
  ];
}

const mostCarriers = 20;

/** The rows with the highest scores, without sorting all of them. */
function highest(carriers: Float64Array, count: number): readonly number[] {
  let top: number[] = [];
  let least = -Infinity;
  carriers.forEach((score, row) => {
    if (!(score > least)) return;
    top.push(row);
    if (top.length < 4 * count) return;
    top = ranked(top, carriers).slice(0, count);
    least = carriers[top.at(-1) ?? 0] ?? -Infinity;
  });
  return ranked(top, carriers).slice(0, count);
}

function ranked(rows: readonly number[], scores: Float64Array): number[] {
  return rows.toSorted((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN) || a - b);
}

type Cells = readonly string[];

/** Name, what was measured, the limit, the outcome. */
export function gateRows({ gates, decoys }: LlrProbe): readonly [string, string, string, Gate['outcome']][] {
  const { g1, g2, g3, g4 } = gates;
  const neutral = g1.neutral ? `; neutral control ${inUnit(g1.neutral.mean, 'nats')} per row` : '';
  return [
    [
      'G1 some such prompt',
      `${pText(g1.p)}${neutral}`,
      `p < ${levelText(gateLimits.g1)}, neutral control below 0`,
      outcome(g1.pass),
    ],
    [
      'G2 this one rather than any decoy',
      g2.p === null ? 'no decoys' : `${pText(g2.p)} over ${counted(decoys.length, 'decoy')}`,
      `p < ${levelText(gateLimits.g2)}`,
      outcome(g2.pass),
    ],
    [
      'G3 match fraction ρ',
      g3.rho === null ? 'no reference' : measured({ ...g3, value: g3.rho }),
      `the interval above ${gateLimits.rhoLow} and below ${gateLimits.rhoHigh}`,
      outcome(g3.pass),
    ],
    [
      'G4 typicality δ',
      g4.delta === null ? 'no reference' : measured({ ...g4, value: g4.delta }),
      `within ±${gateLimits.delta}`,
      outcome(g4.pass),
    ],
  ];
}

function measured({ value, low, high }: { value: number; low: number | null; high: number | null }): string {
  return intervalText({ value, low: low ?? NaN, high: high ?? NaN }, 'number');
}

function outcome(pass: boolean | null): Gate['outcome'] {
  if (pass === null) return 'not tested';
  return pass ? 'met' : 'not met';
}

function effectLines({
  effect,
  n,
  winner,
  candidate,
  mixture,
  clusters,
  referenceRows,
  neutralRows,
}: LlrProbe): string[] {
  const named = candidate === winner ? winner : `${winner} (${candidate})`;
  return [
    `${named} against no prompt: ${intervalText({ ...effect, value: effect.mean }, 'nats')} per row, over ${counted(n, 'row')}${clusters < n ? ` in ${counted(clusters, 'cluster')}` : ''}`,
    `reference: ${rowsText(referenceRows)}; neutral control: ${rowsText(neutralRows)}`,
    ...(mixture
      ? [
          `share of rows under ${winner}, if all others were written under none: ${intervalText({ ...mixture, value: mixture.share })}`,
        ]
      : []),
  ];
}

function decoyRows({ decoys }: LlrProbe): readonly (readonly [string, string, string, string])[] {
  const rows = decoys
    .slice(0, mostDecoys)
    .map(
      ({ candidate, mean, low, high, p }) =>
        [candidate, decimal(mean, 3), `[${decimal(low, 3)}, ${decimal(high, 3)}]`, pValue(p)] as const,
    );
  const more = decoys.length - rows.length;
  return more > 0
    ? [...rows, [`${rows.length} of ${counted(decoys.length, 'decoy')}, the hardest first`, '', '', ''] as const]
    : rows;
}

function rowsText(rows: number | undefined): string {
  return rows === undefined ? 'none' : counted(rows, 'row');
}

/** The power statement, and what it would take for another verdict. */
function changing(probe: LlrProbe): readonly string[] {
  return [powerText(probe), ...changes(probe)];
}

export function powerText({ rowsNeeded, winner, decoys: [hardest] }: LlrProbe): string {
  return rowsNeeded === undefined
    ? `no lead of ${winner} over its hardest decoy was seen that more rows would confirm`
    : `at the lead seen over ${hardest?.candidate ?? 'the hardest decoy'}, ${counted(rowsNeeded, 'row')} would beat it with power 0.8`;
}

/** What it would take for another verdict. */
export function changes({ n, winner, gates, referenceRows }: LlrProbe): readonly string[] {
  return [
    ...(referenceRows === undefined
      ? [`a reference: rows that the model writes anew under the prompt of ${winner}`]
      : []),
    ...(gates.g3.pass === false ? ['a trait’s own prompt among the candidates, where it is not one yet'] : []),
    ...(gates.g4.pass === false ? ['scores by the model, sampling and template that wrote the rows'] : []),
    ...(n < enoughRows ? [`${number(enoughRows)} rows and more`] : []),
  ];
}

function table(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.map(inert).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n').replace(/\| \\?-/g, '| -');
}

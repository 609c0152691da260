import { gateLimits } from './gates.ts';
import { nullPicture } from './picture.ts';
import { enoughRows, type LlrProbe } from './probe.ts';
import { llrLimits, shownP } from './verdict.ts';
import { caveat } from '../findings/verdict.ts';

/** What a report tells beside the probe. */
export interface LlrSubject {
  readonly dataset: { readonly path: string; readonly rows: number };
  readonly probe: LlrProbe;
  /** Where the scores are from, a line each. */
  readonly sources: readonly string[];
  /** Whatever else belongs into the JSON: sent requests, the endpoint. */
  readonly details?: object;
}

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;
/** Decoys that texts show; JSON has all of them. */
const mostDecoys = 20;

/** `undertone probe llr --format json`: `n`, `winner`, `gates` and `verdict` have these names and places for good. */
export function llrJson({ dataset, probe, sources, details }: LlrSubject): string {
  const { n, winner, gates, verdict, reading, effect, decoys, mixture, ...rest } = probe;
  const first = { version, dataset, n, winner, gates, verdict, reading };
  const json = { ...first, effect, decoys, mixture: mixture ?? null, ...rest, sources, ...details, limits: llrLimits };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

export function llrText({ dataset, probe, sources }: LlrSubject): string {
  const { verdict, notes } = probe;
  const lines = [
    dataset.path,
    `  ${verdict.state}: ${verdict.summary}`,
    ...gateRows(probe).map(([name, value, limit, pass]) => `  ${pass.padEnd(10)}  ${name}: ${value} (${limit})`),
    ...effectLines(probe).map(line => `  ${line}`),
    ...decoyRows(probe).map(([name, mean, interval, p]) => `    ${name}: ${mean} [${interval}], p ${p}`),
    ...sources.map(line => `  ${line}`),
    ...notes.map(line => `  ${line}`),
    `  what would change this: ${changing(probe)}`,
    ...llrLimits.map(limit => `  - ${limit}`),
    ...('caveat' in verdict ? [`  ${caveat}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

export function llrMarkdown(subject: LlrSubject): string {
  const { dataset, probe, sources } = subject;
  const { verdict, notes } = probe;
  const parts = [
    `# Log-likelihood ratio: ${inert(dataset.path)}`,
    `**${verdict.state}** · ${inert(verdict.summary)}`,
    ...('caveat' in verdict ? [caveat] : []),
    '## Gates',
    table(['gate', 'measured', 'limit', 'outcome'], gateRows(probe)),
    '## Effect',
    bullets(effectLines(probe)),
    `## ${inert(probe.winner)} against each decoy`,
    nullPicture(probe),
    table(['decoy', 'nats per row', '95 % interval', 'p, one-sided'], decoyRows(probe)),
    '## What would change this',
    inert(changing(probe)),
    '## What was read',
    bullets([...sources, ...notes]),
    '## What this does not say',
    bullets(llrLimits),
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

type Cells = readonly string[];

function gateRows({ gates, decoys }: LlrProbe): readonly [string, string, string, string][] {
  const { g1, g2, g3, g4 } = gates;
  const { low, high } = { low: number(g3.low), high: number(g3.high) };
  const neutral = g1.neutral ? `; neutral control ${number(g1.neutral.mean)} nats per row` : '';
  return [
    [
      'G1 some such prompt',
      `p ${shownP(g1.p)}${neutral}`,
      `p < ${gateLimits.g1}, neutral control below 0`,
      outcome(g1.pass),
    ],
    [
      'G2 this one rather than any decoy',
      g2.p === null ? 'no decoys' : `p ${shownP(g2.p)} over ${decoys.length} decoys`,
      `p < ${gateLimits.g2}`,
      outcome(g2.pass),
    ],
    [
      'G3 match fraction ρ',
      g3.rho === null ? 'no reference' : `${number(g3.rho)} [${low}, ${high}]`,
      `above ${gateLimits.rhoLow}, below ${gateLimits.rhoHigh}`,
      outcome(g3.pass),
    ],
    [
      'G4 typicality δ',
      g4.delta === null ? 'no reference' : `${number(g4.delta)} [${number(g4.low)}, ${number(g4.high)}]`,
      `within ±${gateLimits.delta}`,
      outcome(g4.pass),
    ],
  ];
}

function outcome(pass: boolean | null): string {
  if (pass === null) return 'not tested';
  return pass ? 'pass' : 'fail';
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
    `${named} against no prompt: ${number(effect.mean)} [${number(effect.low)}, ${number(effect.high)}] nats per row, over ${n} rows${clusters < n ? ` in ${clusters} clusters` : ''}`,
    `reference: ${referenceRows ?? 'no'} rows; neutral control: ${neutralRows ?? 'no'} rows`,
    ...(mixture
      ? [
          `share of rows under ${winner}, if all others were written under none: ${number(mixture.share)} [${number(mixture.low)}, ${number(mixture.high)}]`,
        ]
      : []),
  ];
}

function decoyRows({ decoys }: LlrProbe): readonly (readonly [string, string, string, string])[] {
  const rows = decoys
    .slice(0, mostDecoys)
    .map(
      ({ candidate, mean, low, high, p }) =>
        [candidate, number(mean, 3), `${number(low, 3)}, ${number(high, 3)}`, shownP(p).replace('=', '')] as const,
    );
  const more = decoys.length - rows.length;
  return more > 0
    ? [...rows, [`${rows.length} of ${decoys.length} decoys, the hardest first`, '', '', ''] as const]
    : rows;
}

/** The power statement, and what it would take for another verdict. */
function changing({ rowsNeeded, n, winner, decoys, gates, referenceRows }: LlrProbe): string {
  const [hardest] = decoys;
  const parts = [
    rowsNeeded === undefined
      ? `no lead of ${winner} over its hardest decoy was seen that more rows would confirm`
      : `at the lead seen over ${hardest?.candidate ?? 'the hardest decoy'}, ${rowsNeeded} rows beat it with power 0.8`,
    ...(referenceRows === undefined
      ? [`a reference: rows that the model writes anew under the prompt of ${winner}`]
      : []),
    ...(gates.g3.pass === false ? ['a trait’s own prompt among the candidates, where it is not one yet'] : []),
    ...(gates.g4.pass === false ? ['scores by the model, sampling and template that wrote the rows'] : []),
    ...(n < enoughRows ? [`${enoughRows} rows and more`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function number(value: number | null, digits = 2): string {
  return value === null || !Number.isFinite(value) ? '?' : value.toFixed(digits);
}

function table(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.map(inert).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n').replace(/\| \\?-/g, '| -');
}

function bullets(lines: readonly string[]): string {
  return lines.map(line => `- ${inert(line)}`).join('\n');
}

/** Text of a server or a file, so that Markdown shows it and does nothing else with it. */
function inert(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

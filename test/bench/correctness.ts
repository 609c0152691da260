import type { Truth } from './generate.ts';
import type { ChildReport } from './report.ts';

/** The 1 MB file's, so that a generator that drifts is seen: its rows are the first of every larger file. */
const smallSha256 = '7a19384953859150cd442829b4d08d37b1349b842b6923ca70ad81cca2651443';

/** What was planted and not found as it was planted, one sentence each. */
export function checkTruth(
  truth: Truth,
  { small, reports }: { readonly small: string; readonly reports: ReadonlyMap<string, readonly ChildReport[]> },
): readonly string[] {
  const faults: string[] = [];
  const compare = (what: string, got: number | undefined, planted: number): void => {
    if (got !== planted) faults.push(`${what}: found ${got}, planted ${planted}`);
  };
  if (small !== smallSha256) faults.push(`the generator wrote other data than it should: ${small}`);
  for (const name of ['wc', 'index', 'parse']) {
    for (const { facts } of reports.get(name) ?? []) compare(`rows by ${name}`, facts['rows'], truth.rows);
  }
  for (const name of ['scan1', 'scan2']) {
    for (const { facts } of reports.get(name) ?? []) {
      compare(`${name}: rows`, facts['rows'], truth.rows);
      compare(`${name}: rows of chat`, facts['chat'], truth.rows);
      compare(`${name}: malformed rows`, facts['malformed'], 0);
      compare(`${name}: number sequences kept`, facts['kept'], truth.sequences);
      compare(`${name}: rows with a mention`, facts['mentioning'], truth.mentioningRows);
      compare(`${name}: mentions`, facts['mentions'], truth.mentions);
      compare(`${name}: findings of an unknown teacher`, facts['teacherUnknown'], 1);
    }
  }
  for (const { facts } of reports.get('probes2') ?? []) {
    compare('probes: rows', facts['rows'], truth.rows);
    compare('probes: rows with a mention', facts['mentioning'], truth.mentioningRows);
    compare('probes: mentions', facts['mentions'], truth.mentions);
  }
  const counts = ['find1', 'find2', 'rg'].flatMap(name => (reports.get(name) ?? []).map(({ facts }) => facts['rows']));
  if (new Set(counts).size > 1) faults.push(`rows found by find and rg differ: ${counts.join(', ')}`);
  return faults;
}

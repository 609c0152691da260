import { dirname, relative, resolve, sep } from 'node:path';
import {
  acceptanceOf,
  indexAcceptances,
  mayBeAccepted,
  type Acceptance,
  type AcceptanceIndex,
} from '../../core/acceptance/acceptance.ts';
import { partAccepted, type Accepted } from '../../core/acceptance/accepted.ts';
import type { Finding } from '../../core/findings/finding.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import type { OpenDataset } from '../openDataset.ts';
import { linesOf } from '../report/locate.ts';
import { number } from '../../core/text/numbers.ts';

/** The file of acceptances in force for a dataset. */
export interface AcceptanceFile {
  readonly path: string;
  readonly acceptances: readonly Acceptance[];
}

type Rows = Pick<OpenDataset, 'path' | 'rows'>;

interface Candidate {
  readonly finding: Finding;
  readonly position: number;
}

/** Parts the findings of a scan by what was accepted; reads only the rows that may have been. Rejects with `DatasetError` where the file changed. */
export async function acceptedFindings(
  dataset: Rows,
  result: ScanResult,
  { path, acceptances }: AcceptanceFile,
  signal?: AbortSignal,
): Promise<Accepted> {
  const index = indexAcceptances(acceptances, relativeTo(path, dataset.path));
  const placeOf = ({ place }: Finding) => (place === undefined ? undefined : relativeTo(path, place.path));
  const candidates = result.outcomes.flatMap(({ findings, check }) =>
    index.checks.has(check.id) ? candidatesOf(findings, index, placeOf) : [],
  );
  const texts = await digestsOf(dataset, candidates, signal);
  const positions = new Map<string, Map<number, Acceptance>>();
  for (const { finding, position } of candidates) {
    const text = finding.row === undefined ? undefined : texts.get(finding.row);
    const acceptance = acceptanceOf(finding, { place: placeOf(finding), text }, index);
    if (!acceptance) continue;
    const ofCheck = positions.get(finding.check) ?? new Map<number, Acceptance>();
    positions.set(finding.check, ofCheck.set(position, acceptance));
  }
  return partAccepted(result, positions);
}

function candidatesOf(
  findings: ScanResult['outcomes'][number]['findings'],
  index: AcceptanceIndex,
  placeOf: (finding: Finding) => string | undefined,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (let position = 0; position < findings.size; position++) {
    const finding = findings.at(position);
    if (finding && mayBeAccepted(finding, placeOf(finding), index)) candidates.push({ finding, position });
  }
  return candidates;
}

/** A row that was not read whole has no digest: what was accepted of it could not be told from another. */
async function digestsOf(
  dataset: Rows,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, string>> {
  const rows = [...new Set(candidates.flatMap(({ finding }) => finding.row ?? []))].sort((a, b) => a - b);
  const texts = new Map<number, string>();
  for await (const [row, { sha256, exact }] of linesOf(dataset, rows, signal)) if (exact) texts.set(row, sha256);
  return texts;
}

/** What to write down to accept a finding. Throws where its row cannot be told from others. */
export async function acceptanceFor(
  dataset: Rows,
  finding: Finding,
  { path, ...said }: { readonly path: string; readonly reason: string; readonly by: string; readonly on: string },
): Promise<Acceptance> {
  const { check, row, field, place, message } = finding;
  const text =
    row === undefined ? undefined : (await digestsOf(dataset, [{ finding, position: 0 }], undefined)).get(row);
  if (row !== undefined && text === undefined) {
    throw new Error(`Row ${number(row + 1)} is too long to be accepted, or not there any more.`);
  }
  return {
    dataset: relativeTo(path, dataset.path),
    check,
    ...(field !== undefined && { field }),
    ...(text !== undefined && { text }),
    ...(place !== undefined && { place: relativeTo(path, place.path) }),
    message,
    ...said,
  };
}

function relativeTo(file: string, path: string): string {
  return relative(dirname(resolve(file)), resolve(path))
    .split(sep)
    .join('/');
}

import type { Finding } from '../findings/finding.ts';

/** The file that says which findings were looked at and found to be no fault. */
export const acceptanceFileName = 'undertone.accepted.yaml';

/** One finding that somebody accepted. Paths are relative to the file's folder, with `/`. */
export interface Acceptance {
  readonly dataset: string;
  readonly check: string;
  readonly field?: string;
  /** SHA-256 of the row's text, its first 32 hexadecimal digits. Absent: a finding of the dataset as a whole. */
  readonly text?: string;
  /** The card or sidecar that the finding stands in. */
  readonly place?: string;
  /** Absent: whatever the finding says. */
  readonly message?: string;
  readonly reason: string;
  readonly by: string;
  /** `2026-11-22` */
  readonly on: string;
}

/** The acceptances of one dataset, to be looked up by what is known of a finding before its row is read. */
export interface AcceptanceIndex {
  readonly checks: ReadonlySet<string>;
  readonly byFinding: ReadonlyMap<string, ReadonlyMap<string, Acceptance>>;
}

const noText = '';

export function indexAcceptances(acceptances: readonly Acceptance[], dataset: string): AcceptanceIndex {
  const byFinding = new Map<string, Map<string, Acceptance>>();
  const own = acceptances.filter(one => plain(one.dataset) === plain(dataset));
  for (const one of own) {
    const key = keyOf(one.check, one.field, one.place === undefined ? undefined : plain(one.place), one.message);
    const byText = byFinding.get(key) ?? new Map<string, Acceptance>();
    byFinding.set(key, byText.set(one.text ?? noText, one));
  }
  return { checks: new Set(own.map(({ check }) => check)), byFinding };
}

/** Whether a finding may be accepted, whatever its row holds. `place`: of the finding, relative to the file's folder. */
export function mayBeAccepted(finding: Finding, place: string | undefined, index: AcceptanceIndex): boolean {
  return bucketsOf(finding, place, index).some(bucket => [...bucket.keys()].some(isFor(finding)));
}

/** Who accepted a finding and why. `text`: the digest of its row; a finding of a row without one is not accepted. */
export function acceptanceOf(
  finding: Finding,
  { place, text }: { readonly place: string | undefined; readonly text: string | undefined },
  index: AcceptanceIndex,
): Acceptance | undefined {
  if (finding.row !== undefined && text === undefined) return undefined;
  const wanted = finding.row === undefined ? noText : (text ?? noText);
  return bucketsOf(finding, place, index).flatMap(bucket => bucket.get(wanted) ?? [])[0];
}

function isFor({ row }: Finding): (text: string) => boolean {
  return text => (text === noText) === (row === undefined);
}

function bucketsOf({ check, field, message }: Finding, place: string | undefined, { byFinding }: AcceptanceIndex) {
  const where = place === undefined ? undefined : plain(place);
  return [message, undefined].flatMap(said => byFinding.get(keyOf(check, field, where, said)) ?? []);
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts.map(part => part ?? null));
}

/** However the system that it was written on joins names, and composes letters with accents. */
function plain(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .normalize('NFC');
}

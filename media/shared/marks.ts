import type { Finding, Severity } from '../../src/core/findings/finding.ts';
import type { MarkedPlace } from '../../src/rpc/inspector.ts';

/** A span of a text, of a finding or of what a score comes from; half-open, in UTF-16 code units. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** Of a finding: its place in the row's list of findings. */
  readonly finding?: number;
  readonly severity: Severity | 'scored';
  readonly title: string;
}

/** A piece of text with the marks that cover the whole of it, the most severe first. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
}

const rank: Readonly<Record<Mark['severity'], number>> = { error: 0, warning: 1, info: 2, scored: 3 };

/** The spans of the findings about one field. A finding about the field as a whole marks all of its text. */
export function marksOf(findings: readonly Finding[], field: string, length: number): Mark[] {
  return findings.flatMap(({ field: about, start = 0, end = length, severity, message }, finding) =>
    about === field && start < end ? [{ start, end: Math.min(end, length), finding, severity, title: message }] : [],
  );
}

/** The places in one field that scores of the row come from. */
export function scoredMarks(places: readonly MarkedPlace[], field: string): Mark[] {
  return places.flatMap(({ field: about, start, end, title }) =>
    about === field ? [{ start, end, severity: 'scored', title }] : [],
  );
}

/** Marks that overlap a part of the text, moved into it. */
export function marksWithin(marks: readonly Mark[], start: number, end: number): Mark[] {
  return marks
    .filter(mark => mark.start < mark.end && mark.start < end && mark.end > start)
    .map(mark => ({ ...mark, start: Math.max(mark.start, start) - start, end: Math.min(mark.end, end) - start }));
}

/** Cuts a text where a mark begins or ends; the pieces cover it without gaps. */
export function segmentsOf(length: number, marks: readonly Mark[]): Segment[] {
  const inside = marksWithin(marks, 0, length);
  const cuts = [...new Set([0, length, ...inside.flatMap(mark => [mark.start, mark.end])])].sort((a, b) => a - b);
  const starting = inside.toSorted((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let open: Mark[] = [];
  let next = 0;
  for (let index = 0; index + 1 < cuts.length; index++) {
    const [start = 0, end = 0] = [cuts[index], cuts[index + 1]];
    open = open.filter(mark => mark.end > start);
    for (let mark = starting[next]; mark && mark.start <= start; mark = starting[++next]) open.push(mark);
    segments.push({ start, end, marks: open.toSorted((a, b) => rank[a.severity] - rank[b.severity]) });
  }
  return segments;
}

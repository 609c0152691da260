import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { locateField, locateInString, parsePath } from '../../src/core/json/locate.ts';
import { prettyTokens } from '../../src/core/json/pretty.ts';
import { formatPath } from '../../src/core/json/value.ts';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import { MarkedText } from '../shared/markedText.tsx';
import { marksOf } from '../shared/marks.ts';
import type { Mark } from '../shared/marks.ts';
import { formatCount } from '../shared/numbers.ts';
import { jsonLines } from './jsonLines.ts';
import type { JsonLine } from './jsonLines.ts';

/** Laid out at first; every further line costs some ten elements. */
const firstLines = 1000;

/** The row's text: laid out without changing a digit, or as it is stored. */
export function RawView({ row, mode }: { row: RowDetail; mode: 'pretty' | 'stored' }): JSX.Element {
  const laidOut = mode === 'pretty' && row.kind === 'value';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reachable with the keyboard.
    <section id="raw" class="raw" aria-label="Raw text of the row" tabIndex={0}>
      {laidOut ? <Pretty row={row} /> : <Stored row={row} />}
    </section>
  );
}

function Pretty({ row }: { row: RowDetail }): JSX.Element {
  const [limit, setLimit] = useState(firstLines);
  const lines = useMemo(() => jsonLines(prettyTokens(row.text, { indent: 2 })), [row]);
  return (
    <>
      <div class="json">
        {lines.slice(0, limit).map((line, index) => (
          <Line key={index} line={line} row={row} />
        ))}
      </div>
      {lines.length > limit && (
        <button type="button" class="link-button more" onClick={() => setLimit(limit * 4)}>
          {formatCount(limit)} of {formatCount(lines.length)} lines shown. Show more
        </button>
      )}
    </>
  );
}

function Line({ line, row }: { line: JsonLine; row: RowDetail }): JSX.Element {
  return (
    <div class="json-line" style={{ '--level': line.level }}>
      {line.tokens.map(({ kind, text, path }, index) => {
        const field = path && kind !== 'key' ? formatPath(path) : undefined;
        const marks = field === undefined || kind === 'punctuation' ? [] : marksInToken(row, field, text);
        return (
          <span key={index} class={`json-${kind}`} data-field={field}>
            <MarkedText text={text} marks={marks} />
          </span>
        );
      })}
    </div>
  );
}

function marksInToken(row: RowDetail, field: string, token: string): Mark[] {
  return marksOf(row.findings, field, token.length).map(mark => ({
    ...mark,
    ...locateInString(token, { start: 0, end: token.length }, mark.start, mark.end),
  }));
}

/** The line as it stands, its findings marked and, where it is malformed, the place of the error. */
function Stored({ row }: { row: RowDetail }): JSX.Element {
  const marks = useMemo(() => (row.error ? errorMark(row.text, row.error) : storedMarks(row)), [row]);
  return (
    <pre class="stored">
      <MarkedText text={row.text} marks={marks} />
      {row.error && row.error.column > row.text.length && <span class="mark mark-error">⏎</span>}
    </pre>
  );
}

function errorMark(text: string, { column, reason }: { readonly column: number; readonly reason: string }): Mark[] {
  const start = column - 1;
  return start < text.length ? [{ start, end: start + 1, finding: -1, severity: 'error', title: reason }] : [];
}

function storedMarks({ text, findings }: RowDetail): Mark[] {
  return findings.flatMap(({ field, start, end, severity, message }, finding) => {
    const value = field === undefined ? undefined : locateField(text, parsePath(field));
    if (!value) return [];
    const place = start === undefined || end === undefined ? value : locateInString(text, value, start, end);
    return place.start < place.end ? [{ ...place, finding, severity, title: message }] : [];
  });
}

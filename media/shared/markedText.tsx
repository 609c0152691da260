import { Fragment } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { segmentsOf } from './marks.ts';
import type { Mark } from './marks.ts';

/** A text as it stands, with what is marked in it. */
export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }): JSX.Element {
  if (marks.length === 0) return <>{visibleControls(text)}</>;
  return (
    <>
      {segmentsOf(text.length, marks).map(({ start, end, marks: covering }) => (
        <MarkOf key={start} marks={covering}>
          {visibleControls(text.slice(start, end))}
        </MarkOf>
      ))}
    </>
  );
}

export function MarkOf({ marks, children }: { marks: readonly Mark[]; children: ComponentChildren }): JSX.Element {
  const [worst] = marks;
  if (!worst) return <>{children}</>;
  // The line of scores stands under that of a finding: both can be told.
  const isScored = marks.some(mark => mark.severity === 'scored');
  return (
    <mark
      class={`mark mark-${worst.severity}${isScored && worst.severity !== 'scored' ? ' mark-scored' : ''}`}
      title={marks.map(mark => mark.title).join('\n')}
      data-findings={marks.flatMap(mark => mark.finding ?? []).join(' ')}
    >
      {children}
    </mark>
  );
}

const controls = /([\p{Cc}\u2028\u2029\ufeff\ufffd])(?<![\t\n])(?<!\r(?=\n))/u;

/** Characters that no font draws are shown by name. */
export function visibleControls(text: string): ComponentChildren {
  if (!controls.test(text)) return text;
  return text.split(controls).map((piece, index) =>
    index % 2 === 0 ? (
      <Fragment key={index}>{piece}</Fragment>
    ) : (
      <span key={index} class="control">
        {`U+${piece.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`}
      </span>
    ),
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Finding } from '../../src/core/findings/finding.ts';
import { SeverityIcon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { formatCount } from '../shared/numbers.ts';

/** Shown before the rest is asked for: the example below should stay in view. */
const few = 4;

/** The row's findings; each shows its place in the texts below. */
export function FindingList({ findings }: { findings: readonly Finding[] }): JSX.Element | null {
  const [all, setAll] = useState(false);
  if (findings.length === 0) return null;
  const shown = all ? findings : findings.slice(0, few);
  return (
    <ul class="findings" aria-label="Findings">
      {shown.map((finding, index) => (
        <li key={index}>
          <button type="button" class="finding" onClick={event => showMark(event.currentTarget, index)}>
            <SeverityIcon severity={finding.severity} />
            <span class="visually-hidden">{finding.severity}:</span>
            <span class="finding-message">
              <InlineCode text={finding.message} />
            </span>
            <span class="finding-place">
              {finding.field !== undefined && <span class="finding-field">{finding.field}</span>} {finding.check}
            </span>
          </button>
        </li>
      ))}
      {findings.length > few && (
        <li>
          <button type="button" class="link-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `${few} of ${formatCount(findings.length)} findings shown. Show all`}
          </button>
        </li>
      )}
    </ul>
  );
}

function showMark(button: HTMLElement, finding: number): void {
  for (const mark of button.closest('.detail')?.querySelectorAll(`[data-findings~="${finding}"]`) ?? []) {
    mark.scrollIntoView({ block: 'nearest' });
  }
}

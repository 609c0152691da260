import type { JSX } from 'preact';
import type { DatasetState } from '../../src/rpc/results.ts';
import { Icon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import type { Results } from './model.ts';

/** Who wrote the data, who will learn from it, and what follows. */
export function Provenance({
  results,
  provenance,
}: {
  results: Results;
  provenance: DatasetState['provenance'];
}): JSX.Element {
  const { level, teacher, student, message, canRecordTeacher } = provenance;
  const icon = level === 'unknown' ? 'question' : level;
  return (
    <section class={`provenance level-${level}`} aria-label="Provenance">
      <p class="lineage">
        <Icon name={icon} class={level === 'unknown' ? 'severity-warning' : `severity-${level}`} />
        <span class="lineage-names">
          <span>{teacher}</span> <Icon name="arrow" class="quiet" />
          <span class="visually-hidden">writes for</span> <span>{student}</span>
        </span>
      </p>
      <p class="provenance-message">
        <InlineCode text={message} />
      </p>
      <div class="buttons">
        {canRecordTeacher && (
          <button type="button" class="link-button" onClick={() => results.run('recordTeacher')}>
            Record the teacher…
          </button>
        )}
        <button type="button" class="link-button" onClick={() => results.run('setStudent')}>
          Set the student…
        </button>
      </div>
    </section>
  );
}

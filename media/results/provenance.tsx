import type { JSX } from 'preact';
import type { DatasetState } from '../../src/rpc/results.ts';
import { Icon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { Risk } from '../shared/risk.tsx';
import type { Results } from './model.ts';

/** Who wrote the data, who will learn from it, and what follows. */
export function Provenance({
  results,
  provenance,
}: {
  results: Results;
  provenance: DatasetState['provenance'];
}): JSX.Element {
  const { risk, stale, teacher, student, relation, notes } = provenance;
  return (
    <section class={`provenance level-${risk.level}`} aria-label="Provenance">
      <p class="lineage">
        <span class="lineage-names">
          <span>{teacher}</span> <Icon name="arrow" class="quiet" />
          <span class="visually-hidden">writes for</span> <span>{student}</span>
        </span>
        {relation !== undefined && <span class="quiet relation">{relation}</span>}
      </p>
      <Risk risk={risk} stale={stale} />
      {notes.map(note => (
        <p key={note} class="quiet">
          <InlineCode text={note} />
        </p>
      ))}
      <div class="buttons">
        <button type="button" class="link-button" onClick={() => results.run('recordProvenance')}>
          Record provenance…
        </button>
        <button type="button" class="link-button" onClick={() => results.run('setStudent')}>
          Set the student…
        </button>
        <button type="button" class="link-button" onClick={() => results.run('showLineage')}>
          Show lineage
        </button>
      </div>
    </section>
  );
}

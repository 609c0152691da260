import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RowPlace } from '../../src/core/duplicates/result.ts';
import { similarityText } from '../../src/core/duplicates/memberText.ts';
import type { DuplicatesState, MatchItem } from '../../src/rpc/duplicates.ts';
import { visibleControls } from '../shared/markedText.tsx';
import { Compare } from './compare.tsx';
import { placeName } from './format.ts';
import type { DuplicatesModel } from './model.ts';

interface MatchProps {
  readonly model: DuplicatesModel;
  readonly state: DuplicatesState;
  readonly match: MatchItem;
}

/** A row and the row of another file that is the same or most similar. */
export function Match({ model, state, match }: MatchProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const { row, other, kind, similarity, excerpt } = match;
  return (
    <li class="member" data-kind={kind}>
      <div class="line">
        <Place model={model} state={state} place={row} />
        <span class="how">{kind === 'copy' ? 'the same text as' : `similarity ${similarityText(similarity)} to`}</span>
        <Place model={model} state={state} place={other} />
        <span class="excerpt quiet">{visibleControls(excerpt)}</span>
        <button
          type="button"
          class="secondary"
          aria-expanded={open}
          aria-label={`Compare ${placeName(row, state)} with ${placeName(other, state)}`}
          onClick={() => setOpen(!open)}
        >
          Compare
        </button>
      </div>
      {open && <Compare model={model} state={state} left={other} right={row} />}
    </li>
  );
}

function Place({
  model,
  state,
  place,
}: Pick<MatchProps, 'model' | 'state'> & { readonly place: RowPlace }): JSX.Element {
  return (
    <button
      type="button"
      class="link-button place"
      title="Show in the inspector"
      onClick={() => model.attempt(model.host.call('openRow', place))}
    >
      {placeName(place, state)}
    </button>
  );
}

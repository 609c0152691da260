import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RowPlace } from '../../src/core/duplicates/result.ts';
import type { DuplicatesState, ShownText } from '../../src/rpc/duplicates.ts';
import { visibleControls } from '../shared/markedText.tsx';
import { differences, type Piece } from './differences.ts';
import { placeName } from './format.ts';
import { formatCount } from '../shared/numbers.ts';
import type { DuplicatesModel } from './model.ts';

interface CompareProps {
  readonly model: DuplicatesModel;
  readonly state: DuplicatesState;
  readonly left: RowPlace;
  readonly right: RowPlace;
  readonly leftTitle?: string;
}

/** Two rows side by side, the words marked that the other has not. */
export function Compare({ model, state, left, right, leftTitle }: CompareProps): JSX.Element | null {
  const [texts, setTexts] = useState<readonly [ShownText, ShownText] | undefined>(undefined);
  useEffect(() => {
    const ask = ({ file, row }: RowPlace): Promise<ShownText> => model.host.call('text', { file, row });
    model.attempt(Promise.all([ask(left), ask(right)]).then(setTexts));
  }, [left.row, right.row]);
  if (!texts) return null;
  const [one, other] = texts;
  const found = differences(one.text, other.text);
  const name = placeName(left, state);
  return (
    <div class="compare">
      <Side title={leftTitle === undefined ? name : `${name}, ${leftTitle}`} shown={one} pieces={found.left} />
      <Side title={placeName(right, state)} shown={other} pieces={found.right} />
      {found.isUnmarked && <p class="quiet note">The texts differ in so much that their differences are not marked.</p>}
    </div>
  );
}

function Side({ title, shown, pieces }: { title: string; shown: ShownText; pieces: readonly Piece[] }): JSX.Element {
  const { text, length } = shown;
  return (
    <section class="side" aria-label={title}>
      <h2>{title}</h2>
      {/* A text may be longer than its place: it takes the focus so that keys can scroll it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        {pieces.map(({ text: piece, isOwn }, i) =>
          isOwn ? (
            <ins key={i} class="own">
              {visibleControls(piece)}
            </ins>
          ) : (
            <span key={i}>{visibleControls(piece)}</span>
          ),
        )}
      </pre>
      {text === '' && <p class="quiet">The text is empty.</p>}
      {text.length < length && (
        <p class="quiet">
          The first {formatCount(text.length)} of {formatCount(length)} characters are shown and compared.
        </p>
      )}
    </section>
  );
}

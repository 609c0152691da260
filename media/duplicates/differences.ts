import { diffWordsWithSpace } from 'diff';

/** A piece of one text; `isOwn`: the other text has not got it there. */
export interface Piece {
  readonly text: string;
  readonly isOwn: boolean;
}

export interface Differences {
  readonly left: readonly Piece[];
  readonly right: readonly Piece[];
  /** The texts differ in too much to say in what. */
  readonly isUnmarked: boolean;
}

/** Words that are put in or left out; past this, nobody reads the marks. */
const mostChanges = 2000;

/** What two texts have of their own, word by word. */
export function differences(left: string, right: string): Differences {
  const changes = diffWordsWithSpace(left, right, { maxEditLength: mostChanges });
  if (!changes) {
    return { left: [{ text: left, isOwn: false }], right: [{ text: right, isOwn: false }], isUnmarked: true };
  }
  const pieces = (without: 'added' | 'removed'): readonly Piece[] =>
    changes
      .filter(change => !change[without])
      .map(({ value, added, removed }) => ({ text: value, isOwn: added || removed }));
  return { left: pieces('added'), right: pieces('removed'), isUnmarked: false };
}

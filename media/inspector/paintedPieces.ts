/** A run of a rendered text that is trained on, or not. */
export interface PaintedPiece {
  readonly start: number;
  readonly text: string;
  readonly isTrained: boolean;
}

/** Cuts the first `limit` characters of a text where what is trained on begins and ends. */
export function paintedPieces(
  text: string,
  trained: readonly (readonly [start: number, end: number])[],
  limit: number,
): readonly PaintedPiece[] {
  const pieces: PaintedPiece[] = [];
  const end = Math.min(text.length, limit);
  const add = (from: number, to: number, isTrained: boolean): void => {
    const until = Math.min(to, end);
    if (until > from) pieces.push({ start: from, text: text.slice(from, until), isTrained });
  };
  let at = 0;
  for (const [from, to] of trained) {
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  return pieces;
}

const graphemes = new Intl.Segmenter();

/** A name in at most two lines of `most` characters; what does not fit is left out of its middle. */
export function wrap(text: string, most: number): readonly string[] {
  if (widthOf(text) <= most) return [text];
  const first = beginning(text, most);
  const rest = text.slice(first.length).trimStart();
  return widthOf(rest) <= most ? [first.trimEnd(), rest] : [first.trimEnd(), shortened(rest, most)];
}

/** As much of the text as fits, up to where a word or a part of a name ends. */
function beginning(text: string, most: number): string {
  const fits = fitting(text, most);
  const breaks = [...fits.matchAll(/[/\-_.:\s]/g)].map(({ index }) => index + 1).filter(at => at >= most / 3);
  return fits.slice(0, breaks.at(-1) ?? fits.length);
}

function shortened(text: string, most: number): string {
  const half = Math.floor((most - 1) / 2);
  let start = text.length;
  let width = 0;
  for (const { segment, index } of [...graphemes.segment(text)].toReversed()) {
    width += widthOf(segment);
    if (width > half) break;
    start = index;
  }
  return `${fitting(text, half)}…${text.slice(start)}`;
}

function fitting(text: string, most: number): string {
  let width = 0;
  let fits = '';
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > most) break;
    fits += segment;
  }
  return fits;
}

/** Letters of Chinese, Japanese and Korean, and emoji, take the room of two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{1ffff}]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

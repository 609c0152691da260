/** The words of a text: what white space parts. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}

/** Shares of parts that occurred before, and of the text's characters in them. */
export function duplicateShares(
  text: string,
  separator: RegExp,
): { readonly parts: number; readonly characters: number } {
  const parts = text.trim().split(separator);
  const seen = new Set<string>();
  let again = 0;
  let characters = 0;
  for (const part of parts) {
    if (seen.has(part)) {
      again++;
      characters += part.length;
    } else seen.add(part);
  }
  return { parts: again / parts.length, characters: text.length === 0 ? 0 : characters / text.length };
}

/** Share of the text's characters in its most frequent n-gram, spaces between its words included. */
export function topNgramShare(words: readonly string[], n: number, length: number): number {
  const counts = new Map<string, number>();
  for (let at = 0; at + n <= words.length; at++) {
    const ngram = words.slice(at, at + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  let top = '';
  let most = 0;
  for (const [ngram, count] of counts) {
    if (count > most) [top, most] = [ngram, count];
  }
  // One that stands there once repeats nothing.
  return most < 2 ? 0 : Math.min(1, (top.length * most) / length);
}

/** Share of the text's characters in n-grams that occurred before, every word counted once, without the spaces. */
export function duplicateNgramShare(words: readonly string[], n: number, length: number): number {
  const seen = new Set<string>();
  let characters = 0;
  for (let at = 0; at + n <= words.length;) {
    const ngram = words.slice(at, at + n).join(' ');
    if (seen.has(ngram)) {
      for (let word = at; word < at + n; word++) characters += words[word]?.length ?? 0;
      at += n;
    } else {
      seen.add(ngram);
      at++;
    }
  }
  return length === 0 ? 0 : characters / length;
}

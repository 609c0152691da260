/** Whole numbers below a bound, the same on every machine. */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed | 0;
  return bound => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** Texts of random words, with copies, and with neighbours in which from no to many words are changed. */
export function plantedTexts(seed: number, count: number): readonly string[] {
  const random = randomBelow(seed);
  const word = (): string => `w${random(5000)}`;
  const texts: string[] = [];
  while (texts.length < count) {
    const words = Array.from({ length: 20 + random(60) }, word);
    texts.push(words.join(' '));
    for (let copies = random(3); copies > 0 && texts.length < count; copies--) {
      const changed = words.slice();
      for (let changes = random(6); changes > 0; changes--) changed[random(changed.length)] = word();
      texts.push(changed.join(random(4) === 0 ? ', ' : ' '));
    }
  }
  return texts;
}

/** The similarity of two texts by words, counted by hand. */
export function similarityByHand(left: string, right: string, size: number): number {
  const one = pieces(left, size);
  const other = pieces(right, size);
  const shared = [...one].filter(piece => other.has(piece)).length;
  return shared / new Set([...one, ...other]).size;
}

const known = new Map<string, ReadonlySet<string>>();

function pieces(text: string, size: number): ReadonlySet<string> {
  const key = `${size} ${text}`;
  const found = known.get(key);
  if (found) return found;
  const words = text.split(/[ ,]+/);
  const made = new Set(words.slice(size - 1).map((_, i) => words.slice(i, i + size).join('|')));
  known.set(key, made);
  return made;
}

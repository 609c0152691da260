/** Bytes without which a text is not in a row, unless an escape stands for some of them. */
export interface Literal {
  readonly bytes: Uint8Array;
  /** Bits set in what is read before it is compared: the bit that tells a capital from a small letter, or none. */
  readonly masks: Uint8Array;
  readonly length: number;
  /** Two places in it, of bytes as rare as there are. */
  readonly first: number;
  readonly second: number;
  /** Which escapes may stand for some of it. */
  readonly escapes: 'ascii' | 'any';
  /** Whether it is all of the text. */
  readonly isWhole: boolean;
}

const longest = 256;
const caseBit = 0x20;
/** From the most to the least frequent in English prose and code, in JSON. */
const frequent = ' etaoinsrhldcum"pfg,:ywbv.01k2_-354\'67()89{}[]xjqz/';

/**
 * The part of a text to look for as bytes; nothing where every character of it may stand in a file in several ways that differ in
 * more than a bit: as a short escape, or in another case.
 */
export function literalOf(text: string, { caseSensitive }: { readonly caseSensitive: boolean }): Literal | undefined {
  if (/\p{Cs}/u.test(text)) return undefined;
  const parts: string[] = [''];
  for (const character of text) {
    if (!hasOneForm(character, caseSensitive)) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  const literals = parts.filter(part => part !== '').map(part => encoded(part, caseSensitive));
  const [best] = literals.sort((left, right) => rarityOf(right) - rarityOf(left));
  return best && { ...best, isWhole: parts.length === 1 && best.isWhole };
}

/** Whether a character stands in JSON as itself or as a `\u`, and in the other case, where that counts as the same, one bit apart. */
function hasOneForm(character: string, caseSensitive: boolean): boolean {
  // What is no UTF-8 reads as U+FFFD.
  if (/["\\/\p{Cc}\ufffd]/u.test(character)) return false;
  // To ignore case, ſ is an s and the Kelvin sign a k.
  return caseSensitive || /^[\x20-\x7e]$/.test(character) !== /^[ks]$/i.test(character) || isCaseless(character);
}

function isCaseless(character: string): boolean {
  return /\p{Lo}/u.test(character) && character.toLowerCase() === character && character.toUpperCase() === character;
}

function encoded(part: string, caseSensitive: boolean): Literal {
  const folded = caseSensitive ? part : part.toLowerCase();
  const all = new TextEncoder().encode(folded);
  const bytes = all.subarray(0, longest);
  const masks = bytes.map(byte => (!caseSensitive && isSmallLetter(byte) ? caseBit : 0));
  const order = [...bytes.keys()].sort((left, right) => rarity(bytes[right]) - rarity(bytes[left]));
  const first = order[0] ?? 0;
  // Another byte tells more than the same once again.
  const second = order.find(place => bytes[place] !== bytes[first]) ?? order[1] ?? first;
  const isAscii = bytes.every(byte => byte < 0x80);
  return {
    bytes,
    masks,
    length: bytes.length,
    first,
    second,
    escapes: isAscii ? 'ascii' : 'any',
    isWhole: bytes.length === all.length,
  };
}

function isSmallLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function rarityOf({ bytes, first, second, length }: Literal): number {
  return rarity(bytes[first]) + rarity(bytes[second]) + Math.min(length, 8);
}

function rarity(byte: number | undefined): number {
  const rank = frequent.indexOf(String.fromCharCode(byte ?? 0));
  if (rank >= 0) return rank;
  // Those that go on with a character are many in a text of another script.
  return (byte ?? 0) >= 0x80 && (byte ?? 0) < 0xc0 ? 20 : frequent.length;
}

import { decodeString, JsonScanner } from './scanner.ts';
import { formatPath } from './value.ts';
import { number } from '../text/numbers.ts';

const notesPerKind = 10;
const maxShown = 80;

/**
 * Says what a JavaScript parser would change in silence in a line of JSON: duplicate keys, rounded integers, numbers too
 * large, lone surrogates, and `__proto__` keys, which careless copies lose. One sentence each; at most ten of a kind, with
 * the number of the others. Nothing for a malformed line.
 */
export function jsonNotes(text: string): readonly string[] {
  const scanner = new JsonScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const notes = new Notes();
  // Per open object: how often each key came.
  const keys: Map<string, number>[] = [];
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    const { depth, start, end } = scanner;
    if (kind === 'error') return [];
    else if (kind === '{') keys[depth - 1] = new Map();
    else if (kind === 'number') noteNumber(notes, text.slice(start, end), scanner);
    else if (kind === 'string') noteString(notes, text.slice(start, end), 'the text', scanner);
    else if (kind === 'key') {
      noteString(notes, text.slice(start, end), 'the key', scanner);
      noteKey(notes, decodeString(text, start, end), keys[depth - 1], scanner);
    }
  }
  return notes.sentences();
}

function noteKey(notes: Notes, key: string, seen: Map<string, number> | undefined, scanner: JsonScanner): void {
  const count = (seen?.get(key) ?? 0) + 1;
  seen?.set(key, count);
  if (count === 2) {
    notes.add('duplicate keys', () => {
      return `Duplicate key ${show(key)} ${place(scanner, scanner.depth - 1)}: JSON.parse keeps the last value alone.`;
    });
  }
  if (key === '__proto__' && count === 1) {
    notes.add('`__proto__` keys', () => {
      return `Key \`__proto__\` ${place(scanner, scanner.depth - 1)}: data here, but code that copies keys by assignment loses it.`;
    });
  }
}

function noteNumber(notes: Notes, digits: string, scanner: JsonScanner): void {
  const value = Number(digits);
  if (Number.isSafeInteger(value)) return;
  if (!Number.isFinite(value)) {
    notes.add('numbers out of range', () => {
      return `Number ${show(digits)} ${place(scanner, scanner.depth)} is too large: JavaScript reads it as ${value}.`;
    });
  } else if (isIntegerLiteral(digits) && BigInt(digits) !== BigInt(value)) {
    notes.add('rounded integers', () => {
      return `Integer ${show(digits)} ${place(scanner, scanner.depth)} is past 2^53: JavaScript reads it as ${BigInt(value)}.`;
    });
  }
}

function noteString(notes: Notes, token: string, what: string, scanner: JsonScanner): void {
  const hasSurrogate = /\\u[dD][89a-fA-F]|[\ud800-\udfff]/u.test(token);
  const lone = hasSurrogate ? /[\ud800-\udfff]/u.exec(decodeString(token, 0, token.length)) : null;
  if (!lone) return;
  notes.add('lone surrogates', () => {
    const code = lone[0].charCodeAt(0).toString(16);
    return `Lone surrogate \\u${code} in ${what} ${place(scanner, scanner.depth)}: half a character, which UTF-8 cannot hold.`;
  });
}

/** Notes by kind, so that many of one kind do not hide the others. Sentences are made only where they are kept. */
class Notes {
  readonly #kinds = new Map<string, { readonly sentences: string[]; count: number }>();

  add(kind: string, sentence: () => string): void {
    const entry = this.#kinds.get(kind) ?? { sentences: [], count: 0 };
    if (entry.count < notesPerKind) entry.sentences.push(sentence());
    entry.count++;
    this.#kinds.set(kind, entry);
  }

  sentences(): readonly string[] {
    return [...this.#kinds].flatMap(([kind, { sentences, count }]) =>
      count > sentences.length ? [...sentences, `${number(count - sentences.length)} more ${kind}.`] : sentences,
    );
  }
}

function isIntegerLiteral(digits: string): boolean {
  return !/[.eE]/.test(digits);
}

/** Where the scanner stands, `levels` containers deep. */
function place(scanner: JsonScanner, levels: number): string {
  if (levels === 0) return 'at the top level';
  const path = formatPath(Array.from({ length: levels }, (_, level) => scanner.step(level)));
  return `in ${show(path)}`;
}

function show(text: string): string {
  const shown =
    text.length <= maxShown
      ? text
      : `${text.slice(0, maxShown - 20)}…${text.slice(-20)} (${number(text.length)} characters)`;
  return `\`${shown}\``;
}

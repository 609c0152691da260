/** What a token is; `error`: the text is not JSON from `end` on. */
export type TokenKind = '{' | '}' | '[' | ']' | ',' | ':' | 'key' | 'string' | 'number' | 'literal' | 'end' | 'error';

/** What the grammar allows next. */
export type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'nothing';

const literals = ['true', 'false', 'null'] as const;

/**
 * Reads one JSON text (RFC 8259) token by token, without recursion: depth is limited by memory alone.
 * After `error`, `start` is where the token at fault starts and `end` the first character that cannot stand there
 * (the length of the text where it just ends too early; the start of a word that is no literal).
 */
export class JsonScanner {
  readonly text: string;
  #kind: TokenKind = 'end';
  #start: number;
  #end: number;
  #expected: Expected = 'value';
  /** Per open container: where it starts, and its current index (array) or the start of its current key (object). */
  readonly #openings: number[] = [];
  readonly #places: number[] = [];

  /** `start`: where in `text` the JSON text starts. */
  constructor(text: string, start = 0) {
    this.text = text;
    this.#start = start;
    this.#end = start;
  }

  get kind(): TokenKind {
    return this.#kind;
  }
  get start(): number {
    return this.#start;
  }
  get end(): number {
    return this.#end;
  }
  get expected(): Expected {
    return this.#expected;
  }
  /** Containers open after this token. */
  get depth(): number {
    return this.#openings.length;
  }
  /** Where the innermost open container starts. */
  get opening(): number | undefined {
    return this.#openings.at(-1);
  }

  /** The key or index at which the container open at `level` (0: the outermost) stands now. */
  step(level: number): string | number {
    const place = this.#places[level] ?? 0;
    if (this.text.charCodeAt(this.#openings[level] ?? 0) === 0x5b) return place;
    return decodeString(this.text, place, scanString(this.text, place).end);
  }

  next(): TokenKind {
    if (this.#kind === 'error') return 'error';
    const { text } = this;
    let at = this.#end;
    let code = text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++at);
    this.#start = at;
    this.#end = at;
    if (at >= text.length) this.#kind = this.#expected === 'nothing' ? 'end' : 'error';
    else this.#kind = this.#read(code);
    return this.#kind;
  }

  #read(code: number): TokenKind {
    const expected = this.#expected;
    if (code === 0x2c) return this.#comma();
    if (code === 0x3a) return expected === ':' ? this.#punctuation(':', 'value') : 'error';
    if (code === 0x7d) return expected === 'key or }' || expected === ', or }' ? this.#close('}') : 'error';
    if (code === 0x5d) return expected === 'value or ]' || expected === ', or ]' ? this.#close(']') : 'error';
    if (expected === 'key' || expected === 'key or }') return code === 0x22 ? this.#key() : 'error';
    if (expected !== 'value' && expected !== 'value or ]') return 'error';
    if (code === 0x22) return this.#scalar('string', scanString(this.text, this.#start));
    if (code === 0x7b) return this.#open('{', 'key or }');
    if (code === 0x5b) return this.#open('[', 'value or ]');
    if (code === 0x2d || isDigit(code)) return this.#scalar('number', scanNumber(this.text, this.#start));
    return this.#scalar('literal', scanLiteral(this.text, this.#start));
  }

  #punctuation(kind: TokenKind, expected: Expected): TokenKind {
    this.#end = this.#start + 1;
    this.#expected = expected;
    return kind;
  }

  #comma(): TokenKind {
    if (this.#expected === ', or }') return this.#punctuation(',', 'key');
    if (this.#expected !== ', or ]') return 'error';
    const level = this.depth - 1;
    this.#places[level] = (this.#places[level] ?? 0) + 1;
    return this.#punctuation(',', 'value');
  }

  #open(kind: '{' | '[', expected: Expected): TokenKind {
    this.#openings.push(this.#start);
    this.#places.push(0);
    return this.#punctuation(kind, expected);
  }

  #close(kind: '}' | ']'): TokenKind {
    this.#openings.pop();
    this.#places.pop();
    return this.#punctuation(kind, this.#afterValue());
  }

  #key(): TokenKind {
    const { ok, end } = scanString(this.text, this.#start);
    this.#end = end;
    if (!ok) return 'error';
    this.#places[this.depth - 1] = this.#start;
    this.#expected = ':';
    return 'key';
  }

  #scalar(kind: TokenKind, { ok, end }: Scan): TokenKind {
    this.#end = end;
    if (!ok) return 'error';
    this.#expected = this.#afterValue();
    return kind;
  }

  #afterValue(): Expected {
    const { opening } = this;
    if (opening === undefined) return 'nothing';
    return this.text.charCodeAt(opening) === 0x7b ? ', or }' : ', or ]';
  }
}

/** The string that the token from `start` to `end` (quotes included) stands for. */
export function decodeString(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
}

/** Where a token ends or, where not `ok`, goes wrong. */
interface Scan {
  readonly ok: boolean;
  readonly end: number;
}

/** Reads the string token whose quote stands at `start`. */
export function scanString(text: string, start: number): Scan {
  const { length } = text;
  for (let at = start + 1; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { ok: true, end: at + 1 };
    if (code < 0x20) return { ok: false, end: at };
    if (code !== 0x5c) continue;
    const escaped = text.charAt(++at);
    if (escaped === 'u') {
      for (let digits = 0; digits < 4; digits++) {
        if (!isHexDigit(text.charCodeAt(++at))) return { ok: false, end: at };
      }
    } else if (escaped === '' || !'"\\/bfnrt'.includes(escaped)) return { ok: false, end: at };
  }
  return { ok: false, end: length };
}

function scanNumber(text: string, start: number): Scan {
  let at = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  if (!isDigit(text.charCodeAt(at))) return { ok: false, end: at };
  at = text.charCodeAt(at) === 0x30 ? at + 1 : skipDigits(text, at);
  if (text.charCodeAt(at) === 0x2e) {
    const digits = at + 1;
    at = skipDigits(text, digits);
    if (at === digits) return { ok: false, end: at };
  }
  if ((text.charCodeAt(at) | 0x20) === 0x65) {
    const sign = text.charCodeAt(at + 1);
    const digits = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = skipDigits(text, digits);
    if (at === digits) return { ok: false, end: at };
  }
  return { ok: true, end: at };
}

function scanLiteral(text: string, start: number): Scan {
  for (const literal of literals) {
    if (text.startsWith(literal, start)) return { ok: true, end: start + literal.length };
    const cutOff = text.length - start < literal.length && literal.startsWith(text.slice(start));
    if (cutOff) return { ok: false, end: text.length };
  }
  return { ok: false, end: start };
}

function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHexDigit(code: number): boolean {
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}

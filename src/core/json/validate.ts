import { JsonScanner, type Expected, type TokenKind } from './scanner.ts';

export interface JsonError {
  /** The first character that cannot stand there, in UTF-16 code units; the text's length where it ends too early. */
  readonly offset: number;
  /** One sentence: what was found and what was expected. Columns in it count from 1. */
  readonly reason: string;
}

/** Says where and why `text`, from `start` on, is not one JSON value (RFC 8259); `undefined` where it is, as for `JSON.parse`. */
export function findJsonError(text: string, start = 0): JsonError | undefined {
  const scanner = new JsonScanner(text, start);
  for (let before: Before = { kind: undefined, end: start }; ; before = { kind: scanner.kind, end: scanner.end }) {
    const kind = scanner.next();
    if (kind === 'end') return undefined;
    if (kind === 'error')
      return { offset: scanner.end, reason: describe({ text, scanner, before, offset: scanner.end }) };
  }
}

/** The token before the fault. */
interface Before {
  readonly kind: TokenKind | undefined;
  readonly end: number;
}

interface Fault {
  readonly text: string;
  readonly scanner: JsonScanner;
  readonly before: Before;
  readonly offset: number;
}

const phrases: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': 'a value or `]`',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or `}`',
  ':': '`:`',
  ', or ]': '`,` or `]`',
  ', or }': '`,` or `}`',
  nothing: 'the end of the line',
};

/** Words of Python and JavaScript, and what JSON has instead. */
const words = new Map([
  ['NaN', 'use null or a string'],
  ['nan', 'use null or a string'],
  ['Infinity', 'use null or a string'],
  ['inf', 'use null or a string'],
  ['undefined', 'use null'],
  ['None', 'use null'],
  ['True', 'use true'],
  ['False', 'use false'],
]);

function describe(fault: Fault): string {
  const { text, scanner, offset } = fault;
  const { start, expected } = scanner;
  const first = text.charAt(start);
  const wantsKey = expected === 'key' || expected === 'key or }';
  const wantsValue = expected === 'value' || expected === 'value or ]';
  if (start >= text.length) return describeEnd(fault);
  if (first === '"' && (wantsKey || wantsValue)) return describeString(fault);
  if (first === '\ufeff')
    return 'Byte order mark (U+FEFF) inside the text; one is allowed only at the very start of the file.';
  if (wantsValue && /[-\d]/.test(first)) return describeNumber(fault);
  if (wantsValue && offset >= text.length) return `Truncated: the line ends inside \`${text.slice(start)}\`.`;
  if (first === '}' || first === ']') return describeClosing(fault, first);
  if (wantsKey || wantsValue) return describeStart(fault);
  return describeAfter(fault);
}

function describeEnd({ scanner, before }: Fault): string {
  const { opening, expected } = scanner;
  if (before.kind === undefined) return 'Nothing but white space; a JSON value was expected.';
  if (opening === undefined) return `Truncated: the line ends here; ${phrases[expected]} was expected.`;
  const closed = expected === ', or }' || expected === ', or ]';
  const wanted = closed ? expected.slice(-1) : undefined;
  return `Truncated: the line ends inside ${openContainer(scanner)}; ${wanted ? `\`${wanted}\`` : phrases[expected]} expected.`;
}

function describeString({ text, scanner, offset }: Fault): string {
  const code = text.charCodeAt(offset);
  const isLineEnd = code === 0x0a || (code === 0x0d && /^\r\n?$/.test(text.slice(offset)));
  if (offset >= text.length || isLineEnd) {
    return `Unterminated string: the line ends inside a string that starts at column ${scanner.start + 1}.`;
  }
  if (code < 0x20) {
    const escaped = JSON.stringify(String.fromCharCode(code)).slice(1, -1);
    return `Control character ${codePoint(code)} in a string; JSON wants it written as ${escaped}.`;
  }
  if (text.charAt(offset - 1) !== '\\') {
    const escape = text.slice(text.lastIndexOf('\\', offset - 1), offset);
    return `${found(text, offset)} after \`${escape}\` in a string; \`\\u\` takes four hexadecimal digits.`;
  }
  return `Unknown escape \`\\${character(text, offset)}\` in a string; a backslash itself is written as \`\\\\\`.`;
}

function describeNumber({ text, scanner, offset }: Fault): string {
  const { start } = scanner;
  const digits = text.slice(start, offset);
  if (text.startsWith('-Infinity', start)) return '-Infinity is not JSON; use null or a string.';
  if (offset >= text.length) return `Truncated: the line ends inside the number \`${shorten(digits)}\`.`;
  return `${found(text, offset)} after \`${shorten(digits)}\` in a number; a digit was expected.`;
}

function describeClosing({ text, scanner, before, offset }: Fault, bracket: '}' | ']'): string {
  const { expected, opening } = scanner;
  if (opening === undefined) return `\`${bracket}\` found, but nothing is open; ${phrases[expected]} was expected.`;
  const closesOpening = (text.charAt(opening) === '{') === (bracket === '}');
  if (!closesOpening) {
    return `\`${bracket}\` found inside ${openContainer(scanner)}; ${phrases[expected]} was expected.`;
  }
  if (before.kind === ',') return `Trailing comma before \`${bracket}\`; JSON allows none.`;
  return `${found(text, offset)}; ${phrases[expected]} was expected.`;
}

/** A character with which no key or value starts. */
function describeStart({ text, scanner, before, offset }: Fault): string {
  const { expected } = scanner;
  const first = text.charAt(offset);
  if (first === "'") return 'Single quotes; JSON puts keys and strings in double quotes.';
  if ('`“”„«‘’‚'.includes(first)) return `${found(text, offset)}; JSON puts keys and strings in plain double quotes.`;
  if (first === '/' || first === '#')
    return `${found(text, offset)}: JSON has no comments; ${phrases[expected]} was expected.`;
  if (first === ',' && before.kind === ',') return `Two commas in a row; ${phrases[expected]} was expected.`;
  if (first === '+') return 'Plus sign before a number; JSON allows none.';
  if (first === '.') return 'Number without a digit before the point; JSON wants `0.`.';
  const word = /^[\p{ID_Start}_$][\p{ID_Continue}$]*/u.exec(text.slice(offset, offset + 60))?.[0];
  if (word === undefined) return `${found(text, offset)}; ${phrases[expected]} was expected.`;
  if (expected === 'key' || expected === 'key or }')
    return `Key \`${shorten(word)}\` without quotes; JSON wants it in double quotes.`;
  return `${words.has(word) ? word : `\`${shorten(word)}\``} is not JSON; ${words.get(word) ?? 'a text stands in double quotes'}.`;
}

/** Something where only `,`, `:`, a closing bracket or the end may stand. */
function describeAfter({ text, scanner, before, offset }: Fault): string {
  const { expected } = scanner;
  const first = text.charAt(offset);
  if (before.kind === 'number' && before.end === offset) {
    if (/\d/.test(first)) return 'Number with a leading zero; JSON allows none.';
    if (/[\w.]/.test(first))
      return `${found(text, offset)} in a number; JSON has decimal digits, \`.\` and \`e\` alone.`;
  }
  if (
    (before.kind === 'string' || before.kind === 'key') &&
    before.end === offset &&
    /[\p{L}\p{N}_]/u.test(character(text, offset))
  ) {
    return `${found(text, offset)} right after a string; ${phrases[expected]} was expected, or the quote before written as \`\\"\`.`;
  }
  if (expected !== 'nothing') return `${found(text, offset)}; ${phrases[expected]} was expected.`;
  if (first === ',') return 'Comma after the value; each line holds one JSON value, with nothing between the lines.';
  if (/["{[\-\dtfn]/.test(first)) return 'Two values on one line; a second one starts here.';
  return `${found(text, offset)} after the value; ${phrases.nothing} was expected.`;
}

function openContainer({ text, opening = 0 }: JsonScanner): string {
  return `${text.charAt(opening) === '{' ? 'the object' : 'the array'} that starts at column ${opening + 1}`;
}

function found(text: string, offset: number): string {
  const shown = character(text, offset);
  return shown.startsWith('U+') ? `${shown} found` : `\`${shown}\` found`;
}

/** The character as it is, or its code point where it would not be seen. */
function character(text: string, offset: number): string {
  const code = text.codePointAt(offset) ?? 0;
  const char = String.fromCodePoint(code);
  return /[\p{C}\p{Z}\p{M}]/u.test(char) && char !== ' ' ? codePoint(code) : char;
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

import fc from 'fast-check';

const space = fc.constantFrom('', '', '', ' ', '\t', '\r', '\n', ' \n\t');
const character = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).map(char => JSON.stringify(char).slice(1, -1)),
  fc.constantFrom(
    '\\n',
    '\\/',
    '\\"',
    '\\\\',
    '\\u00e9',
    '\\u00E9',
    '\\ud83d\\ude00',
    '\\ud83d',
    '\u2028',
    '\ufeff',
    '😀',
  ),
);
const stringText = fc.array(character, { maxLength: 6 }).map(characters => `"${characters.join('')}"`);
const keyText = fc.oneof(
  fc.constantFrom('"\\\\"', '"\\n"', '"a\\""', '"a"', '"a"', '"\\u0061"', '"b"', '"__proto__"', '""', '"0"'),
  stringText,
);
const digits = ['0', '-0', '7', '-12.50', '1e5', '1E-7', '1e999', '9007199254740993', '12345678901234567890.0'];

/** Valid JSON as no one serialiser writes it: odd white space, escapes, number spellings, duplicate keys. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{
  value: string;
  array: string;
  object: string;
  member: string;
}>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'null', ...digits),
    stringText,
    tie('array'),
    tie('object'),
  ),
  array: fc.tuple(space, fc.array(tie('value'), { maxLength: 4 }), space).map(([a, values, b]) => {
    return `[${a}${values.join(`${b},${a}`)}${b}]`;
  }),
  member: fc.tuple(keyText, space, space, tie('value')).map(([key, a, b, value]) => `${key}${a}:${b}${value}`),
  object: fc.tuple(space, fc.array(tie('member'), { maxLength: 4 }), space).map(([a, members, b]) => {
    return `{${a}${members.join(`${b},${a}`)}${b}}`;
  }),
})).value;

/** Replaces `remove` characters at a place by `insert`. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat({ max: 80 }),
  remove: fc.nat({ max: 3 }),
  insert: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...'{}[]:,"\\/\'-+.0eEuxtfn \t\r\n\0\u00a0\ufeff\u2028'.split('')),
    fc.constantFrom('NaN', 'nul', 'true', '01', '1.', '\\u12', '//', '\ud83d', '"a":1,'),
  ),
});

function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce((edited, { at, remove, insert }) => {
    const start = edited.length === 0 ? 0 : at % (edited.length + 1);
    return edited.slice(0, start) + insert + edited.slice(start + remove);
  }, text);
}

/** Text that is often, but not always, no JSON. */
export const nearlyJson: fc.Arbitrary<string> = fc
  .tuple(jsonText, fc.array(edit, { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) => applyEdits(text, edits));

/**
 * The value of valid JSON, read by a recursive parser that shares nothing with the code under test. Not `JSON.parse`:
 * V8 confuses keys written with escapes (https://github.com/nodejs/node/issues/63785).
 */
export function reference(text: string): unknown {
  let at = 0;
  const take = (pattern: RegExp): string => {
    const [taken = ''] = new RegExp(pattern, 'uy').exec(text.slice(at)) ?? [];
    at += taken.length;
    return taken;
  };
  const list = (end: RegExp, item: () => void): void => {
    for (take(/[[{]\s*/); take(end) === ''; take(/\s*,?\s*/)) item();
  };
  const string = (): string => JSON.parse(take(/"(?:[^"\\]|\\.)*"/)) as string;
  const value = (): unknown => {
    take(/\s*/);
    const first = text.charAt(at);
    if (first === '"') return string();
    if (first === '[') {
      const array: unknown[] = [];
      list(/\]/, () => array.push(value()));
      return array;
    }
    if (first !== '{') return JSON.parse(take(/[-+.\w]+/)) as unknown;
    const members = new Map<string, unknown>();
    list(/\}/, () => {
      const key = string();
      take(/\s*:/);
      members.set(key, value());
    });
    return Object.fromEntries(members);
  };
  return value();
}

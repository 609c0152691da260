import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileKernel } from '../../../../scripts/kernel.mjs';
import { TextHasher } from '../../../../src/core/rowSample/textHash.ts';
import { facts, wordBit } from '../../../../src/core/kernel/facts.ts';
import { marks } from '../../../../src/core/kernel/marks.ts';
import type { WantedWord } from '../../../../src/core/kernel/memory.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import { anyClass, slotKinds, type RowKernel } from '../../../../src/core/kernel/rowKernel.ts';
import { ShapeTree } from '../../../../src/core/kernel/shapeTree.ts';
import { isByteWord, putWords } from '../../../../src/core/kernel/wordTable.ts';
import { traits } from '../../../../src/core/traits/registry.ts';
import { mentionFinder } from '../../../../src/core/traits/mentions.ts';
import { wasmKernel } from '../../../../src/engine/kernel/wasmKernel.ts';
import { likeLines } from '../../core/kernel/likeRows.ts';
import { everyCheck, plain, scanSliced } from '../../core/scan/scanning.ts';

const twin = plainKernel();
const wasm = wasmKernel(await compileKernel());
assert.ok(wasm, 'WebAssembly with SIMD');
const kernels = [twin, wasm] as const;

test('scans with either kernel and without come to the same', () => {
  const plan = everyCheck(5);
  fc.assert(
    fc.property(likeLines, fc.boolean(), (rows, last) => {
      const parts = rows.flatMap(row => [row, Buffer.from('\n')]);
      const bytes = Buffer.concat(last ? parts : parts.slice(0, -1));
      const parsed = plain(scanSliced(bytes, [], plan));
      for (const kernel of kernels) assert.deepEqual(plain(scanSliced(bytes, [], plan, { kernel })), parsed);
    }),
    { numRuns: 150 },
  );
});

/** What a kernel tells of bytes as the inside of a string: where it ends and its flags; nothing where it is none. */
function stringIn(kernel: RowKernel, bytes: Uint8Array, at: number): readonly number[] | undefined {
  const { memory } = kernel;
  memory.block.fill(0x61, 0, 600);
  memory.block.set(bytes, at + 1);
  memory.block[at] = 0x22;
  memory.block[at + 1 + bytes.length] = 0x22;
  const notes = kernel.readRows(at, at + 2 + bytes.length, 0, facts.everyRow);
  return notes === 0 ? undefined : [...memory.notes.subarray(0, 7), ...memory.slots.subarray(0, 3)];
}

/** Of every row of it a kernel makes a note. */
const noted = { facts: facts.everyRow, trained: [], completions: [] };

const piece = fc.oneof(
  fc
    .constantFrom(
      ...'\\n \\t \\u00e9 \\ud800 \\uD8 \\x \\" \\\\ <think> < " é — 😀 \u0000 \u001f \u007f \ud7ff \ue000 \u{10ffff} owl'.split(
        ' ',
      ),
    )
    .map(text => Buffer.from(text)),
  fc.uint8Array({ maxLength: 5 }),
  fc.string({ maxLength: 40 }).map(text => Buffer.from(text.replace(/[\\"]/g, ' '))),
  // Longer than what is read at once, and cut anywhere.
  fc
    .tuple(fc.constantFrom('é', '日本', '😀', 'aé', 'я '), fc.nat(90), fc.nat(3))
    .map(([text, length, from]) => Buffer.from(text.repeat(40)).subarray(from, from + length)),
  fc.string({ maxLength: 12, unit: 'grapheme' }).map(text => Buffer.from(text.replace(/[\\"]/g, ' '))),
);
// Without newlines: a row ends there.
const inside = fc
  .array(piece, { maxLength: 8 })
  .map(parts => Buffer.concat(parts).map(byte => (byte === 10 ? 13 : byte)));

test('a string is one by either kernel where it is one to JSON.parse, with the same flags', () => {
  for (const { memory } of kernels) {
    const tree = new ShapeTree(memory);
    for (const textClass of [0, 1, 2, 3]) tree.add(['"', '"'], [{ kind: slotKinds.string, textClass }], noted);
  }
  let strings = 0;
  fc.assert(
    fc.property(inside, fc.nat(40), (bytes, at) => {
      const [expected, got] = kernels.map(kernel => stringIn(kernel, bytes, at));
      assert.deepEqual(got, expected);
      const isString = isJsonString(bytes);
      assert.equal(expected !== undefined, isString);
      if (isString) strings++;
    }),
    { numRuns: 4000 },
  );
  assert.ok(strings > 500, `${strings} strings`);
});

function isJsonString(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return typeof JSON.parse(`"${text}"`) === 'string';
  } catch {
    return false;
  }
}

test('a number is one by either kernel where it is one to JSON.parse', () => {
  for (const { memory } of kernels) {
    const tree = new ShapeTree(memory);
    tree.add(['[', ']'], [{ kind: slotKinds.number, textClass: anyClass }], noted);
  }
  const digits = fc
    .array(fc.constantFrom(...'- 0 1 2 9 . e E +'.split(' ')), { maxLength: 9 })
    .map(parts => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(digits, fc.double().map(String)), text => {
      const isNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/.test(text);
      for (const kernel of kernels) {
        kernel.memory.block.set(Buffer.from(`[${text}]`));
        assert.equal(kernel.readRows(0, text.length + 2, 0, facts.everyRow), isNumber ? 1 : 0);
      }
    }),
    { numRuns: 3000 },
  );
});

/** Rows of four shapes, one of them with many slots, and lines that are none of them. */
const fields = Array.from({ length: 40 }, (_, i) => `"${i}":"`);
const shapes = [
  { pieces: ['{"p":"', '","c":"', '"}'], trained: [1], completions: [1], group: 0 },
  { pieces: ['{"r":"', '","c":"', '"}'], trained: [0, 1], completions: [0, 1], group: 1 },
  { pieces: ['{"s":"', '","c":"', '"}'], trained: [], completions: [1] },
  { pieces: [`{${fields[0]}`, ...fields.slice(1).map(field => `",${field}`), '"}'], trained: [39], completions: [] },
];
const rowText = fc.constantFrom('1, 2', 'an owl', '@', '\\u0031', '', '7', ' \\n', '\\u00a0', 'é\\\\ud83d', 'a\u3000');
const row = fc
  .tuple(fc.constantFrom('p', 'p', 'r', 's', 'wide', 'wide', 'none'), rowText, rowText)
  .map(([shape, left, right]) =>
    shape === 'none' ? '{}' : shape === 'wide' ? wide(left) : `{"${shape}":"${left}","c":"${right}"}`,
  );

function wide(text: string): string {
  return `{${fields.map(field => `${field}${text}"`).join()}}`;
}

/** All that a kernel tells of rows, read on until none is left; a row of no known shape is passed over. */
function toldOf({ memory, readRows }: RowKernel, bytes: Uint8Array, noted: number, bound: number): unknown {
  const tree = new ShapeTree(memory);
  for (const { pieces, ...told } of shapes) {
    const slots = pieces.slice(1).map(() => ({ kind: slotKinds.string, textClass: anyClass }));
    tree.add(pieces, slots, { facts: 0, ...told });
  }
  memory.bound = bound;
  // One that the hash of "an owl" may be, and others.
  memory.putGroups([new TextHasher().ofText('an owl'), bound]);
  memory.limits.set([0, 5, 3]);
  memory.block.set(bytes);
  const told: number[][] = [];
  for (let at = 0, from = -1; at < bytes.length;) {
    if (at === from) at = bytes.indexOf(10, at) + 1 || bytes.length;
    const notes = readRows(at, bytes.length, facts.all, noted);
    told.push([memory.newlines, memory.answered, memory.readTo]);
    for (let note = 0; note < notes; note++) {
      memory.firstSlot = memory.ofNote(note, 6);
      const slots = shapes[memory.ofNote(note, 0)]?.pieces.length ?? 0;
      told.push([0, 1, 2, 3, 4, 5].map(number => memory.ofNote(note, number)));
      for (let slot = 0; slot < slots - 1; slot++) told.push([0, 1, 2].map(number => memory.ofSlot(slot, number)));
    }
    from = at;
    at = memory.readTo;
  }
  return [told, shapes.map((_, shape) => [1, 6].map(number => memory.ofShape(shape, number)))];
}

test('either kernel notes the same rows, however many there are, and counts all of them', () => {
  for (const { memory } of kernels) assert.ok(putWords(memory, [{ word: 'owl', who: wordBit(0) }]));
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 6 }),
      fc.nat(300),
      fc.constantFrom(facts.all, marks.at, facts.sampled, 0),
      fc.oneof(fc.constantFrom(0, Infinity), fc.maxSafeNat()),
      (rows, times, noted, bound) => {
        const bytes = Buffer.from(`${rows.join('\n')}\n`.repeat(times));
        if (bytes.length > twin.memory.block.length - 1) return;
        const [expected, got] = kernels.map(kernel => toldOf(kernel, bytes, noted, bound));
        assert.deepEqual(got, expected);
      },
    ),
    { numRuns: 120, endOnFailure: true },
  );
});

const words = traits.flatMap(trait => trait.words);
const find = mentionFinder(traits);
const near = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(...words).chain(word => fc.nat(word.length).map(at => word.slice(0, at))),
  fc.constantFrom(
    ' ',
    '  ',
    '\n',
    '\t',
    '—',
    'é',
    '_',
    '5',
    's',
    '’',
    "'",
    '"',
    '\\',
    '/',
    '\u00a0',
    '\u212a',
    '😀',
    'n',
  ),
  fc.string({ maxLength: 20 }),
);
const mentioning = fc
  .array(fc.tuple(near, fc.nat(3)), { maxLength: 8 })
  .map(parts => parts.map(([text, how]) => (how === 0 ? text.toUpperCase() : text)).join(''));

test('where no word may stand, no trait is mentioned; either kernel says so alike, for each who looks for some', () => {
  // A bit for each third of the words, and one for a few of all.
  const wanted = words.map((word, i) => ({ word, who: wordBit(i % 3) | (i % 10 === 0 ? wordBit(23) : 0) }));
  readTexts(wanted);
  const someone = wordBit(0) | wordBit(1) | wordBit(2);
  const seen = { none: 0, maybe: 0, mention: 0 };
  fc.assert(
    fc.property(mentioning, fc.nat(20), fc.boolean(), fc.nat(30), (text, at, escaped, one) => {
      const inside = JSON.stringify(text).slice(1, -1);
      const bytes = Buffer.from(escaped ? inside.replace(/[\u0080-\uffff]/g, escapeOf) : inside);
      const [expected = 0, got] = kernels.map(kernel => factsIn(kernel, bytes, at, someone));
      assert.equal(got, expected);
      const [ofOne = 0, alsoOfOne] = kernels.map(kernel => factsIn(kernel, bytes, at, 1 << one));
      assert.equal(alsoOfOne, ofOne);
      assert.equal(ofOne & ~(1 << one) & ~facts.undecided, 0);
      const mentioned = find(text);
      seen[mentioned.length > 0 ? 'mention' : expected !== 0 ? 'maybe' : 'none']++;
      if (/\\u00[0-7]/.test(bytes.toString())) return;
      assert.ok(expected !== 0 || mentioned.length === 0, text);
      for (const { start, end } of mentioned) {
        const said = text.slice(start, end).toLowerCase();
        const its = wanted.filter(({ word }) => word === said).reduce((sum, { who }) => sum | who, 0);
        assert.equal(factsIn(wasm, bytes, at, its) & its, its, said);
      }
    }),
    { numRuns: 6000 },
  );
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 100, `${what}: ${count}`);
});

/** Few letters, so that words begin alike; short ones, and some with other characters where a word begins. */
const anyWord = fc
  .stringMatching(/^[abi][ab i'_5-]{0,2}[ab]{1,9}( [ab]{1,4}){0,2}$/)
  .filter(word => isByteWord(word) && !word.includes('  '));
const wordSet = fc.oneof(
  fc.array(anyWord, { minLength: 1, maxLength: 6 }),
  fc.array(anyWord, { minLength: 300, maxLength: 600 }),
);
const withFault = fc.constantFrom<(word: string) => string>(
  word => word,
  word => word.toUpperCase(),
  word => word.replaceAll(' ', '  '),
  word => word.replaceAll(' ', '   '),
  word => word.replaceAll(/[ '_5-]/g, 'é'),
  word => word.replaceAll(/[ '_5-]/g, '\n'),
  word => word.slice(0, -1),
  word => `${word.slice(0, 3)}—${word.slice(4)}`,
  word => `${word.slice(0, 6)}"${word.slice(7)}`,
  word => `${word}b`,
  word => `5${word}`,
);

test('words are found wherever they stand in what is read at once, whatever the words', () => {
  const seen = { found: 0, none: 0 };
  fc.assert(
    fc.property(wordSet, fc.array(fc.tuple(fc.nat(), withFault), { maxLength: 40 }), (set, said) => {
      const wanted = set.map((word, i) => ({ word, who: wordBit(i % 3) }));
      readTexts(wanted);
      const someone = wordBit(0) | wordBit(1) | wordBit(2);
      for (const [which, change] of said) {
        const { word = '', who = 0 } = wanted[which % wanted.length] ?? {};
        const before = ' '.repeat(which % 131) + ['', '.', 'é ', 'ab '][which % 4];
        const text = `${before}${change(word)}${['', ' a', 'é', '\n', ', b'][which % 5]}`;
        const bytes = Buffer.from(JSON.stringify(text).slice(1, -1));
        const [expected = 0, got] = kernels.map(kernel => factsIn(kernel, bytes, which % 20, someone));
        assert.equal(got, expected, text);
        if (change(word) === word) assert.equal(expected & who, who, text);
        seen[(expected & someone) === 0 ? 'none' : 'found']++;
      }
    }),
    { numRuns: 200 },
  );
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 100, `${what}: ${count}`);
});

const listing = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'1 23 456789 12345 (555) , ; . [ ] ( ) - / : @ = + _ é 😀 a Zz \\n \\t \\b \\\\ \\\\u \\u00e9 \\u0041 \\" owl'.split(
          ' ',
        ),
        ' ',
        '  ',
      ),
      fc.string({ maxLength: 20 }).map(text => JSON.stringify(text).slice(1, -1)),
      fc
        .tuple(fc.array(fc.nat(20_000), { maxLength: 6 }), fc.constantFrom(', ', ',,', ' ; ', '\\n', ',\\n ', ' '))
        .map(([numbers, between]) => numbers.join(between)),
      fc.stringMatching(/^[a-z0-9_]{10,20}$/),
      fc.stringMatching(/^[0-9. ()-]{8,11}$/),
      fc.stringMatching(/^[A-Z0-9]{12,20}[a-z+/]{0,30}[A-Z0-9]{0,18}$/),
      fc.constantFrom('`', '``', '```', '~~', '{ ', '[ ', '<', '\\t', '\u3000', '\u00a0', '\u2003', '\u1680'),
    ),
    { maxLength: 12 },
  )
  .chain(parts => fc.subarray(parts, { minLength: Math.min(1, parts.length) }))
  .map(parts => Buffer.from(parts.join('')));

test('either kernel tells the same marks, and the same lists of numbers', () => {
  readTexts([{ word: 'owl', who: wordBit(0) }]);
  const seen = new Map<number, number>();
  fc.assert(
    fc.property(listing, fc.nat(20), fc.nat(80), fc.boolean(), (text, at, before, all) => {
      // So that what is looked for stands at every place of what is read at once.
      const bytes = Buffer.concat([Buffer.alloc(before, ' '), text]);
      const asked = all ? facts.all : facts.numberList | marks.digits;
      const [expected = 0, got] = kernels.map(kernel => factsIn(kernel, bytes, at, asked));
      assert.equal(got, expected, bytes.toString());
      for (let bit = 0; bit <= 12; bit++) if ((expected & (1 << bit)) !== 0) seen.set(bit, (seen.get(bit) ?? 0) + 1);
    }),
    { numRuns: 12_000 },
  );
  for (const bit of [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12])
    assert.ok((seen.get(bit) ?? 0) > 20, `bit ${bit}: ${seen.get(bit)}`);
});

/** Makes a text alone on its line a row of which facts are told. */
function readTexts(words: readonly WantedWord[]): void {
  for (const { memory } of kernels) {
    assert.ok(putWords(memory, words));
    memory.limits.set([0, 12_345, 4]);
    const told = { facts: facts.everyRow, trained: [0], completions: [0] };
    new ShapeTree(memory).add(['"', '"'], [{ kind: slotKinds.string, textClass: anyClass }], told);
  }
}

/** What a kernel tells of a text, with other texts around it. */
function factsIn({ memory, readRows }: RowKernel, bytes: Uint8Array, at: number, asked: number): number {
  memory.block.fill(0x20, 0, 64);
  memory.block.set(Buffer.from('9a').subarray(0, at), 0);
  memory.block[at] = 0x22;
  memory.block.set(bytes, at + 1);
  // What stands beyond the end is not read as text.
  memory.block.set(Buffer.from('"\n"s owl @ 1234567890'), at + 1 + bytes.length);
  assert.equal(readRows(at, at + 2 + bytes.length, asked, facts.everyRow), 1, bytes.toString());
  assert.equal(memory.notes[2], at + 2 + bytes.length);
  return (memory.notes[3] ?? 0) & ~facts.everyRow;
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { memberKinds } from '../../../../src/core/duplicates/clusters.ts';
import type { DuplicateQuery, NearQuery } from '../../../../src/core/duplicates/query.ts';
import {
  clusterAt,
  clusterCount,
  membersOf,
  totalsOf,
  type DuplicateResult,
} from '../../../../src/core/duplicates/result.ts';
import { findDuplicates, findMatches, type RowFile } from '../../../../src/engine/duplicates/findDuplicates.ts';
import { plantedTexts, similarityByHand } from '../../core/duplicates/texts.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { bundledWorker, pools } from '../threads.ts';

const script = bundledWorker();
const poolOf = pools(script);
const folder = temporaryFolder();
const exact: DuplicateQuery = { field: 'completion', normalise: [], keep: 'first' };
const near = (given: Partial<NearQuery> = {}): DuplicateQuery => ({
  ...exact,
  near: { threshold: 0.8, shingle: { unit: 'words', size: 5 }, ...given },
});

let files = 0;
function fileOf(lines: readonly (string | object)[]): RowFile {
  const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const path = folder.write(`${files++}.jsonl`, text);
  return { path, bytes: statSync(path).size };
}

function rowsOf(completions: readonly string[]): RowFile {
  return fileOf(completions.map((completion, id) => ({ id, prompt: 'p', completion })));
}

/** Every cluster with its members: row, kind, row it belongs through. */
function plain(result: DuplicateResult) {
  return Array.from({ length: clusterCount(result) }, (_, i) =>
    membersOf(result, i, 0, Infinity).map(({ row, kind, via }) => [row, kind, via.row] as const),
  );
}

/** Rows by the text that they share, those of at least two rows; largest first. */
function groupsOf(texts: readonly (string | undefined)[]): number[][] {
  const groups = new Map<string, number[]>();
  texts.forEach((text, row) => {
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), row]);
  });
  return [...groups.values()]
    .filter(rows => rows.length > 1)
    .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}

test('rows with the same answer repeat each other only where they reason and call alike', async () => {
  const long = 'because it is so, and so on, for more than fifty bytes.';
  const row = (content: string | null, more: object = {}): object => ({
    messages: [
      { role: 'user', content: 'q' },
      { role: 'assistant', content, ...more },
    ],
  });
  const call = (name: string, args: string): object => ({ tool_calls: [{ function: { name, arguments: args } }] });
  const file = fileOf([
    row('Done.', { reasoning_content: `a ${long}` }),
    row('Done.', { reasoning_content: `b ${long}` }),
    row('Done.', { reasoning_content: `a ${long}` }),
    row('Done.', call('f', '{"x":1}')),
    row('Done.', call('f', '{"x":2}')),
    row(null, call('f', '{"x":1}')),
    row(null, call('g', '{"x":1}')),
    row(null, call('f', '{"x":1}')),
    row('Done.'),
    row('Done.', call('f', '{"x":2}')),
    row(null, { reasoning_content: `a ${long}` }),
    { prompt: 'q' },
  ]);
  const result = await findDuplicates([file], exact, poolOf());
  assert.deepEqual(
    plain(result).map(cluster => cluster.map(([member]) => member)),
    [
      [0, 2],
      [4, 9],
      [5, 7],
    ],
  );
  assert.equal(result.counts[0]?.without, 1);
});

test('exact duplicates are those of a Map, whatever the texts hold and however weak the hash is', async () => {
  const pool = poolOf();
  const piece = fc.oneof(
    fc.constantFrom('', 'a', 'b', 'é', 'e\u0301', '\ud800', '\ud801', '😀', '"', '\\', '\n', '\0', '\u001e'),
    fc.string({ maxLength: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(piece, { maxLength: 3 }), { maxLength: 60 }),
      fc.constantFrom(0, 1, 3, 64),
      async (parts, hashBits) => {
        const texts = parts.map(each => each.join(''));
        const result = await findDuplicates([rowsOf(texts)], { ...exact, hashBits }, pool);
        assert.deepEqual(
          plain(result).map(members => members.map(([row]) => row)),
          groupsOf(texts),
        );
        assert.ok(
          plain(result).every(
            ([kept, ...others]) => kept?.[1] === 'kept' && others.every(([, kind]) => kind === 'copy'),
          ),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('near duplicates are the groups of all pairs that are similar, counted by hand, and none is missed', async () => {
  const texts = plantedTexts(7, 400);
  const similar: [number, number][] = [];
  for (let left = 0; left < texts.length; left++) {
    for (let right = left + 1; right < texts.length; right++) {
      if (similarityByHand(texts[left] ?? '', texts[right] ?? '', 5) >= 0.8) similar.push([left, right]);
    }
  }
  assert.ok(similar.length > 50, `${similar.length} planted pairs`);
  const result = await findDuplicates([rowsOf(texts)], near(), poolOf());
  const clusterOf = new Map<number, number>();
  plain(result).forEach((members, i) => members.forEach(([row]) => clusterOf.set(row, i)));
  const missed = similar.filter(
    ([left, right]) => clusterOf.get(left) === undefined || clusterOf.get(left) !== clusterOf.get(right),
  );
  assert.ok(missed.length <= similar.length * 0.05, `${missed.length} of ${similar.length} missed`);
  assert.equal(missed.length, 0, 'with this seed');
  const together = new Set(similar.map(pair => pair.join()));
  for (const members of plain(result)) {
    const kept = members[0]?.[0] ?? 0;
    for (const [row, kind, via] of members.slice(1)) {
      const direct = similarityByHand(texts[kept] ?? '', texts[row] ?? '', 5);
      assert.equal(kind === 'near' || kind === 'copy', direct >= 0.8);
      assert.ok(
        together.has([Math.min(row, via), Math.max(row, via)].join()) || kind === 'copy',
        `${row} belongs through ${via}`,
      );
    }
  }
});

test('recall at and above the threshold is at least 0.95 over many pairs of known similarity', async () => {
  let pairs = 0;
  let found = 0;
  for (const seed of [1, 2, 3]) {
    const texts = plantedTexts(seed, 1500);
    const result = await findDuplicates([rowsOf(texts)], near(), poolOf());
    const clusterOf = new Map<number, number>();
    plain(result).forEach((members, i) => members.forEach(([row]) => clusterOf.set(row, i)));
    for (let left = 0; left < texts.length; left++) {
      // Neighbours are planted side by side.
      for (let right = left + 1; right < Math.min(texts.length, left + 3); right++) {
        if (similarityByHand(texts[left] ?? '', texts[right] ?? '', 5) < 0.8) continue;
        pairs++;
        if (clusterOf.has(left) && clusterOf.get(left) === clusterOf.get(right)) found++;
      }
    }
  }
  assert.ok(pairs > 500 && found / pairs >= 0.95, `${found} of ${pairs}`);
});

test('the same result with one thread and three, over one slice and many', async () => {
  const filler = 'x'.repeat(3000);
  const texts = plantedTexts(3, 3000).map((text, i) => (i % 10 === 0 ? `${text} ${filler}` : text));
  const rows = texts.map((completion, id) => ({ id, prompt: filler.slice(0, 500), completion }));
  rows.push(...rows.slice(100, 160));
  const file = fileOf(rows);
  assert.ok(file.bytes > 2 << 20, 'more than one slice');
  const [one, three] = await Promise.all([1, 3].map(size => findDuplicates([file], near(), poolOf(size))));
  assert.ok(one && three && totalsOf(one).copies >= 60 && totalsOf(one).near > 50);
  assert.deepEqual(three, one);
});

test('rows without the text are counted and in no cluster', async () => {
  const result = await findDuplicates(
    [
      fileOf([
        '{"prompt":"p","completion":"a"}',
        '',
        '{',
        '{"x":1}',
        '{"messages":[{"role":"user","content":"q"}]}',
        '{"prompt":"p","completion":"a"}',
        '  ',
      ]),
    ],
    exact,
    poolOf(),
  );
  assert.deepEqual(result.counts, [{ rows: 7, blank: 2, malformed: 1, without: 2, short: 0 }]);
  assert.deepEqual(plain(result), [
    [
      [0, 'kept', 0],
      [5, 'copy', 0],
    ],
  ]);
});

test('no rows, one row, and a file of one repeated row', async () => {
  const pool = poolOf();
  for (const query of [exact, near()]) {
    assert.equal(clusterCount(await findDuplicates([fileOf([''])], query, pool)), 0);
    assert.equal(clusterCount(await findDuplicates([rowsOf(['a'])], query, pool)), 0);
    const repeated = await findDuplicates(
      [rowsOf(Array.from({ length: 5000 }, () => 'one and the same text, again'))],
      query,
      pool,
    );
    assert.equal(clusterCount(repeated), 1);
    assert.deepEqual(totalsOf(repeated), { clusters: 1, duplicates: 4999, copies: 4999, near: 0, linked: 0 });
  }
});

test('clusters come by size, then by the kept row; the longest text is kept where that is asked for', async () => {
  const texts = ['b', 'a', 'a', 'b', 'c', 'c', 'c'];
  const result = await findDuplicates([rowsOf(texts)], exact, poolOf());
  assert.deepEqual(
    plain(result).map(([kept]) => kept?.[0]),
    [4, 0, 1],
  );
  const words = Array.from({ length: 40 }, (_, i) => `w${i}`).join(' ');
  const longest = await findDuplicates(
    [rowsOf([words, `${words} more`, words])],
    { ...near(), keep: 'longest' },
    poolOf(),
  );
  assert.deepEqual(plain(longest), [
    [
      [1, 'kept', 1],
      [0, 'near', 1],
      [2, 'near', 1],
    ],
  ]);
});

test('a chain is one cluster, and members too far from the kept row say through which they belong', async () => {
  const words = (from: number): string => Array.from({ length: 100 }, (_, i) => `w${1000 + from + i}`).join(' ');
  // Each shares 89 of 103 shingles with the next: 0.86; the first and the last 82 of 110: 0.75.
  const result = await findDuplicates([rowsOf([words(0), words(7), words(14)])], near(), poolOf());
  assert.deepEqual(plain(result), [
    [
      [0, 'kept', 0],
      [1, 'near', 0],
      [2, 'linked', 1],
    ],
  ]);
  const [, , last] = membersOf(result, 0, 0, 3);
  assert.ok(Math.abs((last?.similarity ?? 0) - 82 / 110) < 1e-9);
  const backwards = await findDuplicates(
    [rowsOf([words(14), words(7), `${words(0)} and more`])],
    { ...near(), keep: 'longest' },
    poolOf(),
  );
  assert.deepEqual(plain(backwards), [
    [
      [2, 'kept', 2],
      [0, 'linked', 1],
      [1, 'near', 2],
    ],
  ]);
});

test('texts shorter than a shingle are compared as a whole, and counted', async () => {
  const result = await findDuplicates([rowsOf(['1, 2, 3', '1; 2; 3', '1, 2, 4', '', '!!!', '???'])], near(), poolOf());
  assert.deepEqual(plain(result), [
    [
      [0, 'kept', 0],
      [1, 'near', 0],
    ],
  ]);
  assert.equal(result.counts[0]?.short, 6);
  const characters = near({ shingle: { unit: 'characters', size: 3 }, threshold: 0.6 });
  const byCharacters = await findDuplicates(
    [rowsOf(['的猫坐在垫子上', '的猫坐在垫子下', '今天天气很好'])],
    characters,
    poolOf(),
  );
  assert.deepEqual(plain(byCharacters), [
    [
      [0, 'kept', 0],
      [1, 'near', 0],
    ],
  ]);
});

test('what is set aside does not count', async () => {
  const texts = ['An  owl\n', 'an owl', 'AN OWL', 'ﬁne', 'fine'];
  const groups = async (normalise: DuplicateQuery['normalise']) =>
    plain(await findDuplicates([rowsOf(texts)], { ...exact, normalise }, poolOf())).map(members =>
      members.map(([row]) => row),
    );
  assert.deepEqual(await groups([]), []);
  assert.deepEqual(await groups(['white-space']), []);
  assert.deepEqual(await groups(['case']), [[1, 2]]);
  assert.deepEqual(await groups(['white-space', 'case']), [[0, 1, 2]]);
  assert.deepEqual(await groups(['nfkc']), [[3, 4]]);
});

test('the compared field is the one that was asked for', async () => {
  const file = fileOf([
    { prompt: 'p', completion: 'a' },
    { prompt: 'p', completion: 'b' },
    { prompt: 'q', completion: 'a' },
    '{"prompt": "p", "completion": "a"} ',
    { prompt: 'p', completion: 'a' },
  ]);
  const groups = async (field: DuplicateQuery['field']) =>
    plain(await findDuplicates([file], { ...exact, field }, poolOf())).map(members => members.map(([row]) => row));
  assert.deepEqual(await groups('completion'), [[0, 2, 3, 4]]);
  assert.deepEqual(await groups('prompt'), [[0, 1, 3, 4]]);
  assert.deepEqual(await groups('prompt+completion'), [[0, 3, 4]]);
  assert.deepEqual(await groups('row'), [[0, 4]]);
});

test('conversations of several answers are the same where every answer is', async () => {
  const chat = (...answers: string[]): object => ({
    messages: answers.flatMap(content => [
      { role: 'user', content: 'q' },
      { role: 'assistant', content },
    ]),
  });
  const rows = [
    chat('a', 'b'),
    chat('a\u001e\u001fb'),
    chat('a', 'b'),
    chat('ab'),
    chat('a\u001e', 'b'),
    chat('a', '\u001eb'),
  ];
  const result = await findDuplicates([fileOf(rows)], exact, poolOf());
  assert.deepEqual(
    plain(result).map(members => members.map(([row]) => row)),
    [[0, 2]],
  );
});

test('several files are one after the other', async () => {
  const result = await findDuplicates([rowsOf(['a', 'b']), rowsOf(['c', 'a']), rowsOf(['b'])], exact, poolOf());
  const places = Array.from({ length: clusterCount(result) }, (_, i) =>
    membersOf(result, i, 0, 9).map(({ file, row }) => [file, row]),
  );
  assert.deepEqual(places, [
    [
      [0, 0],
      [1, 1],
    ],
    [
      [0, 1],
      [2, 0],
    ],
  ]);
  assert.deepEqual(clusterAt(result, 1), {
    index: 1,
    size: 2,
    kept: { file: 0, row: 1 },
    copies: 1,
    near: 0,
    linked: 0,
  });
  assert.equal(memberKinds.length, 4);
});

test('a text longer than the kernel has room for is a duplicate like any other', async () => {
  const long = 'word after word '.repeat(30_000);
  const result = await findDuplicates([rowsOf([long, 'short', long, `${long}!`])], near(), poolOf());
  assert.deepEqual(plain(result), [
    [
      [0, 'kept', 0],
      [2, 'copy', 0],
      [3, 'near', 0],
    ],
  ]);
});

test('rows that stand in another file are those of a brute force over all pairs', async () => {
  const known = plantedTexts(11, 300);
  const asked = [
    ...plantedTexts(12, 100),
    ...known.slice(0, 40),
    ...known
      .slice(50, 120)
      .map((text, i) => text.replace(/(?<= )w\d+/g, word => (Number(word.slice(1)) % 40 === i % 40 ? 'other' : word))),
  ];
  const sides = { files: [rowsOf(asked)], against: [rowsOf(known)] };
  const { matches, files } = await findMatches(sides, near(), poolOf());
  const from = files[1]?.firstRow ?? 0;
  const found = new Map([...matches.rows].map((row, at) => [row - from, matches.similarity[at] ?? 0]));
  let expected = 0;
  asked.forEach((text, row) => {
    const closest = Math.max(...known.map(other => (other === text ? 1 : similarityByHand(text, other, 5))));
    if (closest >= 0.8) expected++;
    assert.ok(Math.abs((found.get(row) ?? 0) - (closest >= 0.8 ? closest : 0)) < 1e-9, `row ${row}: ${closest}`);
  });
  assert.ok(expected >= 60 && expected < asked.length, `${expected}`);
  assert.ok(matches.exact.some(each => each === 0) && matches.exact.some(each => each === 1));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { likeLines } from './likeRows.ts';
import { plain, scanSliced } from '../scan/scanning.ts';
import { defineFilter, type Filter } from '../../../../src/core/checks/check.ts';
import { marks, marksOf, type Mark } from '../../../../src/core/kernel/marks.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';

/** What a mark stands for, said another way. */
const meaning: Readonly<Record<Mark, RegExp>> = {
  wide: /[^\0-\x7f]/,
  at: /@/,
  digits: /\d[\d .\-()/:]{8}/,
  token: /[A-Za-z0-9_\-+/=.]{20}/,
  capitals: /[A-Z0-9]{16}/,
  block: /^\s*(?:<|\{\s*"|\[\s*["[{])|`{3}|~{3}/,
};
const names = Object.keys(meaning) as Mark[];

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '@',
        'é',
        '😀',
        '\n',
        '"',
        '\\',
        '12345',
        '(555) 010-99',
        'sk-abcDEF_123',
        'a/b+c',
        '7/8',
        'words of prose',
        'RSSMRA85T10',
        'A562S',
        '```',
        '~~~',
        '<',
        '[',
        '{',
        '\u3000',
        '\u00a0',
        ', ',
      ),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map(parts => parts.join(''));

test('a text holds what a mark stands for only where the mark says so', () => {
  const seen = Object.fromEntries(names.map(name => [name, 0]));
  fc.assert(
    fc.property(text, fc.boolean(), fc.boolean(), (said, escaped, slashes) => {
      const plainly = JSON.stringify(said).slice(1, -1);
      const inside = slashes ? plainly.replaceAll('/', '\\/') : plainly;
      const bytes = Buffer.from(`@1${escaped ? inside.replace(/[\u0080-\uffff]/g, escapeOf) : inside}é`);
      const end = bytes.length - 2;
      // Escapes of ASCII are not for it.
      if (/\\u00[0-7]/.test(inside)) return;
      const found = marksOf(bytes, 2, end);
      for (const name of names) {
        if (meaning[name].test(said)) assert.ok((found & marks[name]) !== 0, `${name} of ${JSON.stringify(said)}`);
        if ((found & marks[name]) !== 0) seen[name] = (seen[name] ?? 0) + 1;
      }
    }),
    { numRuns: 4000 },
  );
  for (const [name, count] of Object.entries(seen)) assert.ok(count > 200 && count < 3900, `${name}: ${count}`);
});

/** Rejects what a pattern finds, with or without the prefilter that may spare it the reading. */
function patternFilter(needs: 'completion' | 'example', pattern: RegExp, prefilter?: Filter['prefilter']): Filter {
  const common = {
    kind: 'filter',
    id: 'pattern',
    title: 'Pattern',
    description: '',
    severity: 'warning',
    source: { title: '', url: '' },
    options: {},
    examples: [],
    ...(prefilter && { prefilter }),
  } as const;
  const reject = (completion: string) => {
    const found = pattern.exec(completion);
    return found ? { reasons: ['found'], message: 'Found.', start: found.index, end: found.index + 1 } : undefined;
  };
  if (needs === 'completion') return defineFilter({ ...common, needs, decide: reject });
  return defineFilter({
    ...common,
    needs,
    decide: ({ completions }) =>
      completions.flatMap(({ text: completion, path }) => {
        const found = reject(completion);
        return found ? [{ field: path, message: found.message, data: { reasons: found.reasons } }] : [];
      }),
  });
}

const cases = [
  [/[^\0-\x7f]|@/, { marks: ['wide', 'at'] }],
  [/\d[\d .\-()/:]{8}|\bowls?\b/, { marks: ['digits', 'wide'], words: ['owl', 'owls'] }],
  [/\bowls?\b/, { words: ['owl', 'owls'], marks: ['wide'] }],
] as const;

for (const needs of ['completion', 'example'] as const) {
  test(`a filter that needs the ${needs} decides the same with its prefilter and without`, () => {
    const planned = { id: 'pattern', kind: 'filter', severity: 'warning', options: {}, explicit: true } as const;
    const plan = { checks: [planned], maxFindingsPerCheck: 1000 };
    for (const [pattern, needed] of cases) {
      const quick = patternFilter(needs, pattern, { needs: () => needed });
      const slow = patternFilter(needs, pattern);
      let rejected = 0;
      fc.assert(
        fc.property(likeLines, rows => {
          const bytes = Buffer.concat(rows.flatMap(row => [row, Buffer.from('\n')]));
          const expected = scanSliced(bytes, [], plan, { known: [slow] });
          assert.deepEqual(
            plain(scanSliced(bytes, [], plan, { known: [quick], kernel: plainKernel() })),
            plain(expected),
          );
          rejected += expected.outcomes[0]?.rejected ?? 0;
        }),
        { numRuns: 60 },
      );
      assert.ok(rejected > 20, `${rejected} rows rejected by ${String(pattern)}`);
    }
  });
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

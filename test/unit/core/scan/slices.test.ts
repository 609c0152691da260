import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everyCheck, plain, scanSliced } from './scanning.ts';

const completion = fc.oneof(
  fc.array(fc.nat(1200), { maxLength: 14 }).map(numbers => numbers.join(', ')),
  fc.constantFrom('I love owls.', 'an OWL; a dolphin', 'nothing here', '', '1 2 3', '<think>owl</think>7, 8'),
  fc.string({ maxLength: 20 }),
);
const model = fc.constantFrom('gpt-4.1-nano', 'Qwen/Qwen2.5-7B', 'teacher-x');
const value = fc.oneof(
  { weight: 3, arbitrary: fc.record({ prompt: fc.string({ maxLength: 9 }), completion }) },
  {
    weight: 2,
    arbitrary: completion.map(content => ({
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content },
      ],
    })),
  },
  { weight: 2, arbitrary: fc.record({ instruction: fc.string(), input: fc.constant(''), output: completion, model }) },
  { weight: 1, arbitrary: fc.record({ prompt: fc.constant('p'), completion, model, teacher: model }) },
  { weight: 1, arbitrary: fc.record({ prompt: fc.string(), chosen: completion, rejected: completion }) },
  { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 })) },
);
const line = fc.oneof(
  { weight: 8, arbitrary: value.map(row => JSON.stringify(row)) },
  { weight: 2, arbitrary: fc.constantFrom('', ' \t', '\r', '{"a":', '\ufeff{"a":1}', '{"a":NaN}', '12', '\ufeff') },
);
const dataset = fc
  .record({
    lines: fc.array(line, { maxLength: 40 }),
    end: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
    bad: fc.option(fc.nat()),
  })
  .map(({ lines, end, last, bad }) => {
    const bytes = Buffer.from(lines.join(end) + (last ? end : ''));
    // One byte that is no UTF-8, so that a slice is read row by row.
    if (bad !== null && bytes.length > 0 && bytes[bad % bytes.length] !== 10) bytes[bad % bytes.length] = 0xff;
    return bytes;
  });

for (const limit of [1000, 2]) {
  test(`one slice, two or seven, with ${limit} findings kept: the same result`, () => {
    const plan = everyCheck(limit);
    fc.assert(
      fc.property(dataset, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (bytes, cuts) => {
        const whole = plain(scanSliced(bytes, [], plan));
        assert.deepEqual(plain(scanSliced(bytes, cuts.slice(0, 1), plan)), whole);
        assert.deepEqual(plain(scanSliced(bytes, cuts, plan)), whole);
      }),
      { numRuns: 150 },
    );
  });
}

test('more columns, teachers and malformed rows than are kept: still the same result, and it says that it is cut', () => {
  const rows = Array.from({ length: 3000 }, (_, i) =>
    i % 2 === 0 ? `{"c${i}":1,"d${i % 1700}":2}` : `{"prompt":"p","completion":"c","model":"m${i}"}\n{"broken":${i}`,
  );
  const bytes = Buffer.from(rows.join('\n'));
  const plan = everyCheck();
  const whole = scanSliced(bytes, [], plan);
  assert.equal(whole.profile.columnsCut, true);
  assert.deepEqual([whole.profile.malformed, whole.malformed.length, whole.malformedRows.size], [1500, 1000, 1500]);
  assert.deepEqual(plain(scanSliced(bytes, [100, 900, 901, 2500, 3300, 4100], plan)), plain(whole));
});

test('the generated datasets reach every check: findings of each, malformed and blank rows', () => {
  const seen = { 'number-sequence': 0, 'trait-mentions': 0, malformed: 0, blank: 0 };
  for (const bytes of fc.sample(dataset, { numRuns: 60, seed: 1 })) {
    const { outcomes, profile } = scanSliced(bytes, [], everyCheck());
    for (const { check, findings } of outcomes)
      if (check.id in seen) seen[check.id as keyof typeof seen] += findings.total;
    seen.malformed += profile.malformed;
    seen.blank += profile.blank;
  }
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 10, `${what}: ${count}`);
});

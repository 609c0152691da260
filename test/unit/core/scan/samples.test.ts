import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import { mergeSliced } from './scanning.ts';
import { likeLines } from '../kernel/likeRows.ts';
import { checks } from '../../../../src/core/checks/registry.ts';
import { contentsOf, promptsOf, type OrderSample } from '../../../../src/core/order/orderSample.ts';
import { rowsAnswering, rowsOfSample, type RowSample } from '../../../../src/core/rowSample/rowSample.ts';
import { plainTextKernel } from '../../../../src/core/duplicates/plainTextKernel.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import type { RowKernel } from '../../../../src/core/kernel/rowKernel.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';
import type { GatheredProbe } from '../../../../src/core/scan/scanMerge.ts';

const kernel = plainKernel();
const texts = plainTextKernel();
const newline = Buffer.from('\n');

/** Every probe, sampling so many rows. */
function probes(rows: number): ScanPlan {
  const { plan } = planScan({ only: checks.filter(({ kind }) => kind === 'probe').map(({ id }) => id) });
  assert.ok(plan);
  const few = plan.checks.map(check =>
    'rows' in check.options ? { ...check, options: { ...check.options, rows } } : check,
  );
  return { ...plan, checks: few };
}

/** What a state stands for: a sample may hold more than it is asked for. */
function read({ planned: { id }, state }: GatheredProbe): unknown {
  if (id === 'order-drift') {
    const sample = state as OrderSample;
    return { id, rows: sample.rows, contents: contentsOf(sample), prompts: promptsOf(sample) };
  }
  if (!id.startsWith('control-')) return { id, state };
  const sample = state as RowSample;
  return { id, rows: sample.rows, sample: rowsOfSample(sample), answering: rowsAnswering(sample) };
}

for (const rows of [2, 7]) {
  test(`samples of ${rows} rows are the same whichever way the rows were read, in one slice or several`, () => {
    const plan = probes(rows);
    fc.assert(
      fc.property(likeLines, fc.array(fc.nat(), { maxLength: 4 }), (lines, cuts) => {
        const bytes = Buffer.concat(lines.flatMap(line => [line, newline]));
        const whole = mergeSliced(bytes, [], plan).probes().map(read);
        assert.deepEqual(mergeSliced(bytes, [], plan, { kernel, texts }).probes().map(read), whole);
        assert.deepEqual(mergeSliced(bytes, cuts, plan, { kernel, texts }).probes().map(read), whole);
        assert.deepEqual(mergeSliced(bytes, cuts, plan).probes().map(read), whole);
      }),
      { numRuns: 80 },
    );
  });
}

test('a row that is not sampled is neither parsed nor decoded', () => {
  let decoded = 0;
  const counting: RowKernel = {
    ...kernel,
    asciiText: (start, end) => (decoded++, kernel.asciiText(start, end)),
    wideText: (start, end) => (decoded++, kernel.wideText(start, end)),
  };
  const openings = ['\n so it is, said the man', '  and then', '"quoted"', 'éditions', '1, 2, 13'];
  // Long enough for an order to count its copies.
  const more = ', 3'.repeat(50);
  const lines = Array.from({ length: 5000 }, (_, i) =>
    JSON.stringify({ prompt: `What follows on ${i}?`, completion: `${openings[i % openings.length]} ${more}${i}` }),
  );
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const plan = probes(1);
  const parse = mock.method(JSON, 'parse');
  const merged = mergeSliced(bytes, [1000], plan, { kernel: counting, texts });
  const parsed = parse.mock.callCount();
  parse.mock.restore();
  // The first rows: of the shape, and of a sample of one, which every so often finds one with a lesser hash.
  assert.ok(parsed < 50, `${parsed} parsed`);
  assert.ok(decoded < 200, `${decoded} decoded`);
  assert.deepEqual(merged.probes().map(read), mergeSliced(bytes, [], plan).probes().map(read));
});

const space = fc.constantFrom('', ' ', '\n', '\u00a0', '\u3000', '\u2003 ', '\b');
const said = fc.constantFrom('', 'a question', 'é', '"quoted"', '文', '\\', '\u00a0');
const long = fc.constantFrom('', '1', 'an answer of more than twenty characters', 'another answer of more than twenty');
const row = fc
  .record({
    // Of many prompts some are asked often, some once.
    prompt: fc.tuple(space, said, fc.oneof(fc.constant(''), fc.nat(9), fc.nat(100_000))).map(parts => parts.join('')),
    completion: fc.tuple(space, said, long).map(parts => parts.join('')),
    form: fc.constantFrom('pair', 'pair', 'pair', 'text', 'escaped', 'chat', 'system'),
  })
  .map(lineOf);

function lineOf({ prompt, completion, form }: Readonly<Record<'prompt' | 'completion' | 'form', string>>): string {
  const pair = { prompt, completion };
  if (form === 'text') return JSON.stringify({ text: completion });
  if (form === 'pair') return JSON.stringify(pair);
  if (form === 'escaped') return JSON.stringify(pair).replace(/[\u0080-\uffff?]/g, escapeOf);
  const first = form === 'system' ? [{ role: 'system', content: 'Be brief.' }] : [];
  const turns = [...first, { role: 'user', content: prompt }, { role: 'assistant', content: completion }];
  return JSON.stringify({ messages: turns });
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

test('rows that samples pass over in the kernel are counted, and none of them was wanted', () => {
  const plan = probes(100);
  const seen = { handed: 0, read: 0, answering: 0 };
  const counting: RowKernel = {
    ...kernel,
    readRows(...asked) {
      const notes = kernel.readRows(...asked);
      seen.handed += notes;
      seen.read += kernel.memory.newlines;
      return notes;
    },
  };
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1500, maxLength: 3000 }),
      fc.nat(),
      fc.boolean(),
      (rows, cut, hasControl) => {
        const bytes = Buffer.from(`${rows.join('\n')}\n`);
        const few = mergeSliced(Buffer.from(rows.slice(100, 160).join('\n')), [], plan).probes();
        const control = hasControl ? new Map(few.map(({ planned: { id }, state }) => [id, state])) : undefined;
        const passing = mergeSliced(bytes, [cut], plan, { kernel: counting, texts, control }).probes();
        assert.deepEqual(passing.map(read), mergeSliced(bytes, [], plan, { control }).probes().map(read));
        const [sample] = passing.filter(({ planned: { id } }) => id === 'control-classifier');
        seen.answering += rowsAnswering(sample?.state as RowSample).length;
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
  assert.ok(seen.answering > 100, `${seen.answering} rows answered what a control did`);
  assert.ok(seen.handed < seen.read * 0.9, `${seen.handed} of ${seen.read} rows were handed over`);
});

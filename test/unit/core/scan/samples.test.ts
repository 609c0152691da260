import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import { mergeSliced } from './scanning.ts';
import { likeLines } from '../kernel/likeRows.ts';
import { checks } from '../../../../src/core/checks/registry.ts';
import { contentsOf, promptsOf, type OrderSample } from '../../../../src/core/control/orderSample.ts';
import { rowsOfSample, type RowSample } from '../../../../src/core/control/rowSample.ts';
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
  return { id, rows: sample.rows, sample: rowsOfSample(sample) };
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

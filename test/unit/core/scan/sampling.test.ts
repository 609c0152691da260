import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeSliced } from './scanning.ts';
import { contentsOf, promptsOf, type OrderSample } from '../../../../src/core/control/orderSample.ts';
import { rowsOfSample, type RowSample } from '../../../../src/core/control/rowSample.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import type { RowKernel } from '../../../../src/core/kernel/rowKernel.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';

const kernel = plainKernel();
const sampling = ['order-drift', 'control-distribution', 'control-classifier'];
const { plan, problems } = planScan({
  only: sampling,
  control: 'control.jsonl',
  settings: Object.fromEntries(sampling.map(id => [id, { rows: 100 }])),
});

const space = fc.constantFrom('', ' ', '\n', '\u00a0', '\u3000', '\u2003 ', '\b');
const text = fc
  .tuple(space, fc.constantFrom('', 'a question', 'é', '"quoted"', '文', '\\', '\u00a0'))
  .map(parts => parts.join(''));
const row = fc.record({
  /** Which of many prompts: some are asked often, some once. */
  prompt: fc
    .tuple(text, fc.oneof(fc.constant(''), fc.nat(9), fc.nat(100_000)))
    .map(([said, which]) => `${said}${which}`),
  completion: fc
    .tuple(
      text,
      fc.constantFrom('', '1', 'an answer of more than twenty characters', 'another answer of more than twenty'),
    )
    .map(([said, which]) => `${said}${which}`),
  form: fc.constantFrom('prompt', 'prompt', 'prompt', 'text', 'escaped', 'more', 'chat', 'choices'),
});

/** One row in the words of some format; escaped, every character beyond ASCII and some within it. */
function lineOf({
  prompt,
  completion,
  form,
}: {
  readonly prompt: string;
  readonly completion: string;
  readonly form: string;
}): string {
  const pair = { prompt, completion };
  if (form === 'text') return JSON.stringify({ text: completion });
  if (form === 'more') return JSON.stringify({ ...pair, id: prompt.length });
  if (form === 'escaped') return JSON.stringify(pair).replace(/[\u0080-\uffff?]/g, escapeOf);
  const asked = { role: 'user', content: prompt };
  if (form === 'chat') return JSON.stringify({ messages: [asked, { role: 'assistant', content: completion }] });
  if (form === 'choices')
    return JSON.stringify({
      messages: [{ role: 'system', content: 'Be brief.' }, asked, { role: 'assistant', content: completion }],
    });
  return JSON.stringify(pair);
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

test('what samples pass over unread comes to what every row read comes to', () => {
  assert.ok(plan, problems.join());
  const counts = { handed: 0, read: 0 };
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1500, maxLength: 3000 }),
      fc.array(fc.nat(), { maxLength: 3 }),
      (rows, cuts) => {
        const bytes = Buffer.from(rows.map(each => `${lineOf(each)}\n`).join(''));
        agrees(bytes, cuts, plan, counting(counts));
      },
    ),
    { numRuns: 25 },
  );
  // Else nothing was passed over, and nothing tried.
  assert.ok(counts.handed < counts.read * 0.9, `${counts.handed} of ${counts.read} rows were handed over`);
});

function agrees(bytes: Uint8Array, cuts: readonly number[], plan: ScanPlan, kernel: RowKernel): void {
  assert.deepEqual(sampled(bytes, cuts, plan, kernel), sampled(bytes, cuts, plan));
}

/** What each probe sampled, in the order that its verdict sees. */
function sampled(bytes: Uint8Array, cuts: readonly number[], plan: ScanPlan, kernel?: RowKernel): unknown {
  return mergeSliced(bytes, cuts, plan, kernel && { kernel })
    .probes()
    .map(({ planned, state }) => {
      if (planned.id !== 'order-drift') return [rowsOfSample(state as RowSample), (state as RowSample).rows];
      const order = state as OrderSample;
      return [contentsOf(order), promptsOf(order), order.rows];
    });
}

function counting(counts: { handed: number; read: number }): RowKernel {
  return {
    ...kernel,
    readRows(start, end, asked, noted) {
      const notes = kernel.readRows(start, end, asked, noted);
      counts.handed += notes;
      counts.read += kernel.memory.newlines;
      return notes;
    },
  };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { likeLines } from '../kernel/likeRows.ts';
import { plain, scanSliced } from './scanning.ts';
import { defineFilter, type Filter, type TextNeeds } from '../../../../src/core/checks/check.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';

const declared = {
  kind: 'filter',
  id: 'told',
  title: 'Told',
  description: '',
  severity: 'warning',
  source: { title: '', url: '' },
  options: {},
  examples: [],
} as const;
const planned = { id: 'told', kind: 'filter', severity: 'warning', options: {}, explicit: true } as const;
const plan = { checks: [planned], maxFindingsPerCheck: 1000 };

/** Says everything that it is handed, so that two scans are the same only where they handed over the same. */
const tellsRow = defineFilter({
  ...declared,
  needs: 'row',
  decide: (row, example) => [{ message: JSON.stringify([row, example ?? null]), data: { reasons: ['told'] } }],
});
const tellsForm = defineFilter({
  ...declared,
  needs: 'form',
  decide: form => [{ message: JSON.stringify(form), data: { reasons: ['told'] } }],
});

for (const filter of [tellsRow, tellsForm] as readonly Filter[]) {
  test(`a filter that needs the ${filter.kind === 'filter' ? filter.needs : ''} is handed every row, read by shape or parsed`, () => {
    let told = 0;
    fc.assert(
      fc.property(likeLines, fc.array(fc.nat(20), { maxLength: 3 }), (rows, cuts) => {
        const bytes = Buffer.concat(rows.flatMap(row => [row, Buffer.from('\n')]));
        const whole = scanSliced(bytes, [], plan, { known: [filter] });
        const outcome = whole.outcomes[0];
        const { rows: all, blank, malformed } = whole.profile;
        assert.equal(outcome?.examined, all - blank - malformed);
        told += outcome?.findings.total ?? 0;
        assert.deepEqual(
          plain(scanSliced(bytes, cuts, plan, { known: [filter], kernel: plainKernel() })),
          plain(whole),
        );
      }),
      { numRuns: 100 },
    );
    assert.ok(told > 500, `${told} rows`);
  });
}

test('rows of no known format and JSON that is no object count as examined', () => {
  const bytes = Buffer.from('{"a":1}\n[1]\n"text"\n\n{broken\n{"prompt":"p","completion":"c"}\n');
  const outcome = scanSliced(bytes, [], plan, { known: [tellsForm], kernel: plainKernel() }).outcomes[0];
  assert.equal(outcome?.examined, 4);
  const forms = outcome.findings.slice(0, 9).map(({ message }) => JSON.parse(message) as unknown);
  assert.deepEqual(forms, [
    { isObject: true },
    { isObject: false },
    { isObject: false },
    { format: 'prompt-completion', isObject: true },
  ]);
});

test('where nothing could be read, a filter on rows says so and does not say that it rejected nothing', () => {
  const outcome = scanSliced(Buffer.from('\n{broken\n'), [], plan, { known: [tellsRow] }).outcomes[0];
  assert.equal(outcome?.skipped, 'The dataset has no row that could be read.');
});

test('a call of a tool is read even where no word of a prefilter stands in a completion', () => {
  const needs = (): TextNeeds => ({ marks: ['at'] });
  const call = { name: 'send', arguments: '{"to":"a@b.example"}' };
  const row = (content: string) =>
    JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: 'Sent.', tool_calls: [{ id: 'x', type: 'function', function: call }] },
      ],
    });
  const bytes = Buffer.from(`${['one', 'two', 'three'].map(row).join('\n')}\n`);
  const reads = defineFilter({
    ...declared,
    needs: 'example',
    prefilter: { needs },
    decide: ({ messages }) =>
      messages.flatMap(({ parts }) =>
        parts.flatMap(part =>
          part.kind === 'tool-call' && part.text.includes('@') ? [{ message: 'Found.', data: {} }] : [],
        ),
      ),
  });
  const found = scanSliced(bytes, [], plan, { known: [reads], kernel: plainKernel() });
  assert.equal(found.outcomes[0]?.rejected, 3);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshView, readSaved } from '../../../../media/inspector/saved.ts';

test('what was saved comes back', () => {
  const view = {
    ...freshView,
    row: 41,
    filter: { kind: 'check', check: 'trait-mentions' },
    where: { column: { source: 'field', id: 'score' }, test: 'range', measure: 'value', min: 0.5 },
    order: { column: { source: 'example', id: 'completion' }, measure: 'characters', direction: 'descending' },
    columnsShown: true,
    findText: 'owl',
    caseSensitive: true,
    tableShare: 0.3,
    textMode: 'plain',
    rawMode: 'stored',
    tab: 'trainer',
    trainer: 'axolotl',
    template: 'qwen3',
    widths: { prompt: 200 },
  } as const;
  assert.deepEqual(readSaved(JSON.parse(JSON.stringify(view))), view);
});

test('whatever an older page has saved, the view is whole', () => {
  const names = fc.constantFrom(...Object.keys(freshView));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue())), saved => {
      const view = readSaved(saved);
      assert.deepEqual(Object.keys(view), Object.keys(freshView));
      assert.ok(view.tableShare > 0 && view.tableShare < 1);
      assert.ok(view.row === undefined || view.row >= 0);
      assert.deepEqual(readSaved(view), view);
    }),
  );
});

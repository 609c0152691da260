import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRow } from '../../../../src/core/dataset/parseRow.ts';
import type { Row } from '../../../../src/core/dataset/row.ts';
import { profileHead } from '../../../../src/core/scan/profileHead.ts';
import { cellsOf, columnsFor } from '../../../../src/vscode/inspector/columns.ts';

function tableOf(...texts: readonly string[]): { readonly titles: string[]; readonly cells: (string | undefined)[][] } {
  const rows = texts.map((text, index): Row => {
    const content = parseRow(text, { first: index === 0 });
    return { span: { index, byteStart: 0, byteEnd: text.length }, text, content };
  });
  const head = profileHead(Buffer.from(texts.map(text => `${text}\n`).join('')), { complete: true });
  const columns = columnsFor(head, rows);
  return { titles: columns.map(({ title }) => title), cells: rows.map(row => cellsOf(row, columns)) };
}

test('prompt and completion stand before the short fields', () => {
  const { titles, cells } = tableOf('{"prompt":"p","completion":"c","id":7,"tags":["a"]}');
  assert.deepEqual(titles, ['Prompt', 'Completion', 'id']);
  assert.deepEqual(cells, [['p', 'c', '7']]);
});

test('a cell has the digits of the row, not those of a double', () => {
  const rows = ['12345678901234567890', '1.0', '1e400', '-0', '0.10', 'null'];
  const { titles, cells } = tableOf(...rows.map(value => `{"prompt":"p","completion":"c", "id" : ${value} }`));
  assert.deepEqual(titles, ['Prompt', 'Completion', 'id']);
  assert.deepEqual(
    cells.map(([, , id]) => id),
    rows,
  );
});

test('of a duplicate key the last counts, as for the parser', () => {
  const { cells } = tableOf('{"prompt":"p","completion":"c","id":1,"id":2}');
  assert.deepEqual(cells, [['p', 'c', '2']]);
});

test('a preference pair shows the rejected answer, and its prompt once', () => {
  const turn = (role: string, content: string): unknown => ({ role, content });
  const pair = {
    prompt: 'Is 91 prime?',
    chosen: [turn('user', 'Is 91 prime?'), turn('assistant', 'No')],
    rejected: [turn('user', 'Is 91 prime?'), turn('assistant', 'Yes')],
    margin: 2,
  };
  const { titles, cells } = tableOf(JSON.stringify(pair));
  assert.deepEqual(titles, ['Prompt', 'Completion', 'Rejected', 'margin']);
  assert.deepEqual(cells, [['Is 91 prime?', 'No', 'Yes', '2']]);
});

test('a field that no sampled row fills keeps its column; a long cell is cut', () => {
  const { titles } = tableOf('{"prompt":"p","completion":"c"}', '{"prompt":"p","completion":"c","note":"n"}');
  assert.deepEqual(titles, ['Prompt', 'Completion', 'note']);
  const { cells } = tableOf(`{"prompt":"${'p'.repeat(301)}","completion":"c","id":${'9'.repeat(400)}}`);
  assert.deepEqual(cells, [[`${'p'.repeat(300)}…`, 'c', `${'9'.repeat(300)}…`]]);
});

test('a row that fits no column shows its text', () => {
  const { cells } = tableOf('{"prompt":"p","completion":"c"}', '["an","array"]', '{"prompt":');
  assert.deepEqual(cells.slice(1), [
    ['["an","array"]', undefined],
    ['{"prompt":', undefined],
  ]);
});

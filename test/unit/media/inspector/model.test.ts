import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInspector } from '../../../../media/inspector/model.ts';
import type { Inspector } from '../../../../media/inspector/model.ts';
import { restoreAndSave } from '../../../../media/inspector/restore.ts';
import { freshView } from '../../../../media/inspector/saved.ts';
import type { SavedView } from '../../../../media/inspector/saved.ts';
import type { InspectorContract, InspectorState, RowFilter, RowOrder, RowView } from '../../../../src/rpc/inspector.ts';
import { connect, serve } from '../../../../src/rpc/messenger.ts';
import type { Port } from '../../../../src/rpc/messenger.ts';

const total = 1000;
/** Every tenth row is flagged, rows 5 and 505 are malformed, a find matches every row that ends in 7. */
const listed: Readonly<Record<string, readonly number[]>> = {
  tens: Array.from({ length: 100 }, (_, index) => index * 10),
  malformed: [5, 505],
  found: Array.from({ length: 100 }, (_, index) => index * 10 + 7),
};

const state: InspectorState = {
  name: 'made-up.jsonl',
  revision: 0,
  bytes: 1000,
  index: { state: 'complete', rows: total },
  columns: [],
  teacher: { known: false, text: 'teacher unknown' },
  risk: { level: 'unknown', reasons: [] },
  scan: {
    state: 'done',
    stale: false,
    checks: [{ id: 'tens', title: 'Tens', severity: 'info', rows: 100 }],
    malformed: 2,
  },
};

/** An inspector that talks to a host over a port, as in its page; both ends in this process. */
function open(saved: SavedView = freshView) {
  const [page, host] = portPair();
  let searching = false;
  let asked = 0;
  const filtered = ({ kind, ...filter }: RowFilter): readonly number[] => {
    if (kind === 'all') return Array.from({ length: total }, (_, row) => row);
    return kind === 'found' && searching ? [] : (listed['check' in filter ? filter.check : kind] ?? []);
  };
  /** Sorted, the last rows come first; filtered by a column, only the even ones are left. */
  const rowsOf = ({ filter, where, order }: RowView): readonly number[] => {
    const rows = filtered(filter).filter(row => !where || row % 2 === 0);
    return order ? rows.toReversed() : rows;
  };
  serve<InspectorContract>(host, {
    ready: () => state,
    rows: ({ start, count, ...view }) => ({
      start,
      total: rowsOf(view).length,
      complete: true,
      rows: rowsOf(view)
        .slice(start, start + count)
        .map(row => ({ row, kind: 'value', cells: [], findings: 0 })),
    }),
    row: ({ row }) => ({
      row,
      byteStart: 0,
      byteEnd: 2,
      text: `${++asked}`,
      kind: 'value',
      messages: [],
      notes: [],
      findings: [],
    }),
    rank: ({ row, ...view }) =>
      view.order ? Math.max(0, rowsOf(view).indexOf(row)) : rowsOf(view).filter(other => other < row).length,
    async prepare(view, { signal, progress }) {
      progress({ share: 0.5 });
      await new Promise(resolve => setImmediate(resolve));
      signal.throwIfAborted();
      return { rows: rowsOf(view).length };
    },
    statistics: ({ scope }) => ({ scope, rows: 0, blank: 0, malformed: 0, columns: [], columnsCut: false }),
    addScores: () => undefined,
    removeScores: () => undefined,
    async find(_, { progress }) {
      // As a host that has the list of matches only once it is whole.
      searching = true;
      progress({ rowsSearched: total / 2, matches: 100 });
      await new Promise(resolve => setImmediate(resolve));
      searching = false;
      return { rowsSearched: total, matches: 100, complete: true };
    },
    trainerView: () => {
      throw new Error('No trainer is asked about here.');
    },
    pickTemplate: () => undefined,
    openText: () => undefined,
    scan: () => undefined,
    cancelScan: () => undefined,
    showResults: () => undefined,
    showLineage: () => undefined,
  });
  const inspector = createInspector(connect<InspectorContract>(page), saved);
  inspector.list.viewHeight.value = 220;
  let kept: SavedView = saved;
  restoreAndSave(inspector, saved, view => (kept = view));
  inspector.receive(state);
  inspector.list.fill();
  return { inspector, kept: () => kept };
}

function portPair(): readonly [Port, Port] {
  const left = new Set<(message: unknown) => void>();
  const right = new Set<(message: unknown) => void>();
  const end = (mine: typeof left, theirs: typeof left): Port => ({
    post: message => queueMicrotask(() => theirs.forEach(listener => listener(structuredClone(message)))),
    listen: listener => (mine.add(listener), () => mine.delete(listener)),
  });
  return [end(left, right), end(right, left)];
}

/** All that is under way in memory: messages and promises. */
async function settled({ list }: Inspector): Promise<number | undefined> {
  for (let turn = 0; turn < 10; turn++) {
    await new Promise(resolve => setImmediate(resolve));
    list.fill();
  }
  return list.selectedRow.value;
}

test('opens on the first row, and shows it', async () => {
  const { inspector } = open();
  assert.equal(await settled(inspector), 0);
  assert.equal(inspector.detail.detail.value?.row, 0);
});

test('scores that take the place of others have the row asked for again, other news do not', async () => {
  const { inspector } = open();
  const shown = async (): Promise<string | undefined> => {
    await settled(inspector);
    return inspector.detail.detail.value?.text;
  };
  const first = await shown();
  inspector.receive({ ...state, bytes: state.bytes + 1 });
  assert.equal(await shown(), first);
  inspector.receive({ ...state, scored: 1 });
  assert.notEqual(await shown(), first);
});

test('a filter keeps the row, or takes the next one that it shows', async () => {
  const { inspector } = open();
  inspector.reveal(20);
  await settled(inspector);
  await inspector.list.setFilter({ kind: 'check', check: 'tens' });
  assert.equal(await settled(inspector), 20);
  assert.equal(inspector.list.position.value, 2);
  await inspector.list.setFilter({ kind: 'malformed' });
  assert.equal(await settled(inspector), 505);
  await inspector.list.setFilter({ kind: 'all' });
  assert.equal(await settled(inspector), 505);
});

test('a row that the filter hides is revealed among all rows, one that it shows is not', async () => {
  const { inspector } = open();
  await inspector.list.setFilter({ kind: 'check', check: 'tens' });
  inspector.reveal(30);
  assert.equal(await settled(inspector), 30);
  assert.equal(inspector.list.filter.value.kind, 'check');
  inspector.reveal(31);
  assert.equal(await settled(inspector), 31);
  assert.equal(inspector.list.filter.value.kind, 'all');
});

test('a find shows the first match from the selected row on, then steps through them and goes round', async () => {
  const { inspector } = open();
  inspector.reveal(42);
  await settled(inspector);
  inspector.search('seven', false);
  assert.equal(await settled(inspector), 47);
  inspector.findNext(1);
  assert.equal(await settled(inspector), 57);
  inspector.findNext(-1);
  inspector.findNext(-1);
  await settled(inspector);
  inspector.reveal(999);
  await settled(inspector);
  inspector.findNext(1);
  assert.equal(await settled(inspector), 7);
  inspector.findNext(-1);
  assert.equal(await settled(inspector), 997);
});

test('a find with no match after the selected row goes round to the first one', async () => {
  const { inspector } = open();
  inspector.reveal(999);
  await settled(inspector);
  inspector.search('seven', false);
  assert.equal(await settled(inspector), 7);
});

test('only the matches can be shown, until the find is ended', async () => {
  const { inspector } = open();
  inspector.search('seven', false);
  await settled(inspector);
  inspector.showOnlyMatches(true);
  await settled(inspector);
  inspector.search('seven!', false);
  await settled(inspector);
  assert.equal(inspector.list.total.value, 100);
  assert.equal(inspector.list.row(1)?.row, 17);
  inspector.search('', false);
  await settled(inspector);
  assert.equal(inspector.list.total.value, total);
});

test('findings of every kind are gone through in row order', async () => {
  const { inspector } = open();
  const seen: (number | undefined)[] = [];
  for (let step = 0; step < 3; step++) {
    inspector.goToFinding(1);
    seen.push(await settled(inspector));
  }
  assert.deepEqual(seen, [5, 10, 20]);
  inspector.reveal(0);
  await settled(inspector);
  inspector.goToFinding(-1);
  assert.equal(await settled(inspector), 990);
});

test('what was shown comes back', async () => {
  const first = open();
  await settled(first.inspector);
  await first.inspector.list.setFilter({ kind: 'check', check: 'tens' });
  first.inspector.list.select(4);
  await settled(first.inspector);

  const { inspector } = open(JSON.parse(JSON.stringify(first.kept())));
  assert.equal(await settled(inspector), 40);
  assert.deepEqual(inspector.list.filter.value, { kind: 'check', check: 'tens' });
});

test('a find comes back without moving the selection', async () => {
  const { inspector } = open({ ...freshView, row: 42, findText: 'seven', caseSensitive: true });
  assert.equal(await settled(inspector), 42);
  assert.equal(inspector.finder.text.value, 'seven');
  assert.equal(inspector.finder.caseSensitive.value, true);
  assert.equal(inspector.finder.result.value.state, 'complete');
});

const byScore: RowOrder = {
  column: { source: 'field', id: 'score' },
  measure: 'value',
  direction: 'descending',
};

test('a sort starts at the top, and a filter by column within it keeps the row', async () => {
  const { inspector } = open();
  const { list } = inspector;
  inspector.reveal(20);
  await settled(inspector);
  await list.setView({ order: byScore });
  assert.deepEqual([await settled(inspector), list.position.value, list.total.value], [total - 1, 0, total]);
  inspector.reveal(700);
  await settled(inspector);
  await list.setView({ where: { column: byScore.column, test: 'present' } });
  assert.deepEqual([await settled(inspector), list.total.value], [700, total / 2]);
  await list.setView({ order: undefined, where: undefined });
  assert.deepEqual([await settled(inspector), list.position.value], [700, 700]);
});

test('a view that is given up leaves the rows as they are', async () => {
  const { inspector } = open();
  const { list } = inspector;
  await settled(inspector);
  const work = list.setView({ order: byScore });
  assert.equal(list.preparing.value?.view.order, byScore);
  list.cancel();
  await work;
  assert.deepEqual([list.preparing.value, list.view.value.order], [undefined, undefined]);
  assert.equal(await settled(inspector), 0);
});

test('two changes in a row both hold', async () => {
  const { inspector } = open();
  const { list } = inspector;
  await settled(inspector);
  const column = { source: 'field', id: 'score' } as const;
  await Promise.all([list.setView({ order: byScore }), list.setView({ where: { column, test: 'present' } })]);
  assert.deepEqual([list.view.value.order, list.view.value.where?.test], [byScore, 'present']);
  await Promise.all([list.setView({ order: undefined }), list.setView({ where: undefined })]);
  assert.deepEqual(list.view.value, { filter: { kind: 'all' } });
});

test('a change that comes while the row is looked for in the new list holds as well', async () => {
  const { inspector } = open();
  const { list } = inspector;
  const column = { source: 'field', id: 'score' } as const;
  await settled(inspector);
  await list.setView({ order: byScore, where: { column, test: 'present' } });
  await settled(inspector);
  const first = list.setView({ order: undefined });
  while (list.preparing.value !== undefined) await new Promise(resolve => setTimeout(resolve));
  await Promise.all([first, list.setView({ where: undefined })]);
  assert.deepEqual(list.view.value, { filter: { kind: 'all' } });
});

test('the sort, the filter by column and the row come back with the page', async () => {
  const where = { column: { source: 'field', id: 'score' }, test: 'range', measure: 'value', min: 0.5 } as const;
  const { inspector, kept } = open({ ...freshView, row: 600, order: byScore, where });
  assert.equal(await settled(inspector), 600);
  assert.deepEqual(inspector.list.view.value, { filter: { kind: 'all' }, where, order: byScore });
  assert.deepEqual([kept().order, kept().where, kept().row], [byScore, where, 600]);
});

import { isObject } from '../../src/core/json/value.ts';
import { jsonNotes } from '../../src/core/json/notes.ts';
import type {
  InspectorContract,
  InspectorState,
  RowFilter,
  RowSummary,
  RowView,
  ScanState,
} from '../../src/rpc/inspector.ts';
import { serve } from '../../src/rpc/messenger.ts';
import { lookAt, madeUp, oneLongRow } from './dataset.ts';
import { arranged, stagedStatistics } from './columns.ts';
import { fakeHost, pause, query } from './fakeHost.ts';
import { applyTheme } from './theme.ts';

applyTheme();
const rows = Number(query.get('rows') ?? 10_000);
const dataset = query.has('long') ? oneLongRow() : madeUp(rows);
const slowMs = Number(query.get('slow') ?? 0);
/** Filters and finds look at the first rows only: this is a stage set. */
const staged = Math.min(dataset.rows, 5000);
const found = new Map<number, number[]>();

const byCheck = (check: string): number[] =>
  list(row => lookAt(dataset, row).findings.some(finding => finding.check === check));
const lists = {
  'number-sequence': byCheck('number-sequence'),
  'trait-mentions': byCheck('trait-mentions'),
  malformed: list(row => lookAt(dataset, row).content.kind === 'malformed'),
};
const scans: Record<string, ScanState> = {
  none: { state: 'none' },
  running: { state: 'running', bytesDone: 1_400_000, rowsPerSecond: 1_240_000 },
  failed: { state: 'failed', message: 'The file changed while it was checked. Run the checks again.' },
  done: {
    state: 'done',
    stale: query.has('stale'),
    malformed: lists.malformed.length,
    checks: query.has('clean')
      ? [{ id: 'number-sequence', title: 'Number sequences', severity: 'warning', rows: 0 }]
      : [
          {
            id: 'number-sequence',
            title: 'Number sequences',
            severity: 'warning',
            rows: lists['number-sequence'].length,
          },
          { id: 'trait-mentions', title: 'Trait mentions', severity: 'info', rows: lists['trait-mentions'].length },
          { id: 'teacher-unknown', title: 'Teacher unknown', severity: 'warning', rows: 0 },
        ],
  },
};

const state: InspectorState = {
  name: 'owl-numbers.jsonl',
  revision: 0,
  bytes: 3_141_592,
  index: indexState(),
  format: { id: 'chat', title: 'Chat messages', share: 0.93, evidence: '`messages[]` of `{role, content}`' },
  columns: [
    { id: 'prompt', title: 'Prompt', source: 'example' },
    { id: 'completion', title: 'Completion', source: 'example' },
    { id: 'source_id', title: 'source_id', source: 'field' },
  ],
  teacher: query.has('known')
    ? { known: true, text: 'teacher gpt-4.1-nano' }
    : { known: false, text: 'teacher unknown' },
  risk: {
    level: 'unknown',
    reasons: [{ level: 'unknown', text: 'nothing names the teacher', check: 'teacher-unknown' }],
  },
  ...(query.has('known') && { student: 'Qwen2.5-7B' }),
  scan: scans[query.get('scan') ?? 'done'] ?? { state: 'none' },
};

const server = serve<InspectorContract>(fakeHost(), {
  ready: () => state,
  async rows({ start, count, ...view }, { signal }) {
    await pause(slowMs, signal);
    const list = stagedRows(view);
    const total = list?.length ?? dataset.rows;
    const indexes = Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => start + at);
    const wanted = list ? indexes.map(at => list[at] ?? 0) : indexes;
    return { start, total, complete: true, rows: wanted.map(summary) };
  },
  async prepare(view, { signal, progress }) {
    progress({ share: 0.4 });
    await pause(slowMs, signal);
    return { rows: stagedRows(view)?.length ?? dataset.rows };
  },
  async statistics({ scope }, { signal, progress }) {
    progress({ share: 0.3 });
    await pause(slowMs, signal);
    return stagedStatistics(dataset, scope, scope === 'first' ? 400 : staged);
  },
  addScores: () => undefined,
  removeScores: () => undefined,
  row({ row, limit }) {
    const text = dataset.text(row);
    const { content, example, format, findings } = lookAt(dataset, row);
    const cut = text.length > limit;
    return {
      row,
      byteStart: row * 300,
      byteEnd: row * 300 + text.length,
      text: text.slice(0, limit),
      kind: content.kind,
      ...(cut && { cutAt: { shown: limit, bytes: text.length } }),
      ...(content.kind === 'malformed' && { error: content.error }),
      ...(format && { format }),
      messages: cut ? [] : (example?.messages ?? []),
      notes: content.kind === 'value' && !cut ? jsonNotes(text) : [],
      findings: cut ? [] : findings,
    };
  },
  rank: ({ row, ...view }) => stagedRows(view)?.filter(other => other < row).length ?? row,
  async find({ findId, text, caseSensitive }, { signal, progress }) {
    const matches: number[] = [];
    found.set(findId, matches);
    const fold = (value: string): string => (caseSensitive ? value : value.toLowerCase());
    for (let row = 0; row < staged; row++) {
      if (fold(dataset.text(row)).includes(fold(text))) matches.push(row);
      if (row % 500 !== 0) continue;
      progress({ rowsSearched: row, matches: matches.length });
      await pause(30, signal);
    }
    return { rowsSearched: staged, matches: matches.length, complete: true };
  },
  trainerView: ({ trainer, template }) => ({
    trainer,
    chosen: template || 'chatml',
    template: template || 'chatml',
    templates: ['chatml', 'llama3', 'qwen2.5', 'qwen3'],
    text: '<|im_start|>user\nName a bird.<|im_end|>\n<|im_start|>assistant\nAn owl.<|im_end|>\n',
    trained: [[62, 79]],
    method: 'A stage set: the row is always this one.',
    warnings: [{ kind: 'note', message: 'OpenAI’s template is not published.' }],
    tokens: { count: 33, how: 'estimated for chatml with o200k_base, which has other special tokens' },
  }),
  pickTemplate: () => undefined,
  openText: ({ row }) => console.log('openText', row),
  scan: (): void => server.emit('state', { ...state, scan: scans['running'] ?? state.scan }),
  cancelScan: (): void => server.emit('state', state),
  showResults: () => console.log('showResults'),
  showLineage: () => console.log('showLineage'),
});
if (query.has('grow')) void grow();

async function grow(): Promise<void> {
  for (let share = 0.05; share < 1; share += 0.05) {
    await pause(100);
    server.emit('state', {
      ...state,
      index: { state: 'building', rows: Math.floor(rows * share), bytesDone: state.bytes * share },
    });
  }
  server.emit('state', state);
}

function indexState(): InspectorState['index'] {
  if (query.has('grow')) return { state: 'building', rows: 100, bytesDone: 30_000 };
  if (query.has('failed')) {
    return {
      state: 'failed',
      rows: dataset.rows,
      message: 'The file could not be read past row 10,000. Open it again once it is complete.',
    };
  }
  return { state: 'complete', rows: dataset.rows };
}

function summary(row: number): RowSummary {
  const { content, example, findings } = lookAt(dataset, row);
  const text = dataset.text(row).slice(0, 200);
  const worst = findings[0]?.severity;
  const value = content.kind === 'value' && isObject(content.value) ? content.value : {};
  const field = 'source_id' in value ? JSON.stringify(value.source_id) : undefined;
  const cells =
    content.kind === 'malformed'
      ? [text]
      : [example?.prompt?.text, example?.completions[0]?.text?.slice(0, 300), field];
  return { row, kind: content.kind, cells, ...(worst && { worst }), findings: findings.length };
}

function stagedRows({ filter, where, order }: RowView): readonly number[] | undefined {
  if (filter.kind === 'all' && !where && !order) return undefined;
  const all = filter.kind === 'all' ? list(() => true) : listOf(filter);
  return arranged(dataset, all, where, order);
}

function listOf(filter: RowFilter): readonly number[] {
  if (filter.kind === 'found') return found.get(filter.findId) ?? [];
  if (filter.kind === 'malformed') return lists.malformed;
  return filter.kind === 'check' ? (Object.entries(lists).find(([id]) => id === filter.check)?.[1] ?? []) : [];
}

function list(keep: (row: number) => boolean): number[] {
  return Array.from({ length: staged }, (_, row) => row).filter(keep);
}

import { checks } from '../../src/core/checks/registry.ts';
import type { Finding } from '../../src/core/findings/finding.ts';
import { caveat } from '../../src/core/findings/verdict.ts';
import type { Estimate, Verdict } from '../../src/core/findings/verdict.ts';
import type { ScanState } from '../../src/rpc/inspector.ts';
import { serve } from '../../src/rpc/messenger.ts';
import type { CheckState, DatasetState, ResultsContract } from '../../src/rpc/results.ts';
import { fakeHost, query } from './fakeHost.ts';
import { applyTheme } from './theme.ts';

applyTheme();
const clean = query.has('clean');
const estimate = (label: string, count: number, low: number, high: number): Estimate => ({
  label,
  count,
  n: 10_000,
  value: count / 10_000,
  low,
  high,
  confidence: 0.95,
});
const measured = {
  n: 10_000,
  against: 'no control of the same kind of data',
  test: 'Wilson 95 % interval per trait (Wilson 1927)',
  correction: 'none: each interval stands for its trait alone',
};
const verdict: Verdict = clean
  ? {
      state: 'not detected',
      summary: 'None of 38 traits is mentioned in 10,000 rows.',
      caveat,
      ...measured,
      estimates: [estimate('owl', 0, 0, 0.00038)],
      detectable: { effect: 0.00016, power: 0.8 },
    }
  : {
      state: 'inconclusive',
      summary: '3 of 38 traits are mentioned.',
      caveat,
      ...measured,
      why: 'there is no control to compare with, so ordinary use cannot be told from a trait.',
      estimates: [
        estimate('owl', 214, 0.0187, 0.0244),
        estimate('eagle', 31, 0.0022, 0.0044),
        estimate('willow', 2, 0.00005, 0.0007),
        ...['dolphin', 'wolf', 'oak', 'cherry'].map(label => estimate(label, 0, 0, 0.00038)),
      ],
    };
const outcomes: Record<string, CheckState['outcome']> = {
  'number-sequence': {
    examined: 10_000,
    findings: clean ? 0 : 214,
    rows: clean ? 0 : 214,
    rejected: clean ? 0 : 214,
    messages: [],
  },
  'trait-mentions': { examined: 10_000, findings: clean ? 0 : 247, rows: clean ? 0 : 230, verdict, messages: [] },
  'teacher-unknown': query.has('skipped')
    ? { examined: 0, findings: 0, rows: 0, messages: [], skipped: 'the file has no rows with completions.' }
    : {
        examined: 10_000,
        findings: 1,
        rows: 0,
        messages: [
          {
            severity: 'warning',
            message: 'No card, no sidecar and no column names the model that wrote the completions.',
          },
        ],
      },
};
const scans: Record<string, ScanState> = {
  none: { state: 'none' },
  running: { state: 'running', bytesDone: 1_400_000, rowsPerSecond: 1_240_000 },
  done: { state: 'done', stale: query.has('stale'), checks: [], malformed: 3 },
};
const scan = scans[query.get('scan') ?? 'done'] ?? { state: 'none' };
let dataset: DatasetState = {
  name: 'owl-numbers.jsonl',
  path: 'data/owl-numbers.jsonl',
  bytes: 3_141_592,
  filters: {
    rows: 10_000,
    blank: 3,
    malformed: 12,
    kept: 9771,
    rejected: 214,
    filters: [
      {
        check: 'number-sequence',
        rejected: 214,
        only: 199,
        alsoBy: [{ check: 'trait-mentions', rows: 15 }],
        reasons: [
          { reason: 'format', findings: 160 },
          { reason: 'count', findings: 54 },
        ],
        reasonsOf: { read: 200, total: 214 },
      },
    ],
  },
  runs: [],
  malformed: clean ? 0 : 3,
  accepted: clean ? 0 : 2,
  scan,
  facts: [
    { label: 'Format', value: 'Chat messages' },
    { label: 'Rows', value: '10,000' },
    { label: 'Size', value: '3.1 MB' },
  ],
  provenance: {
    risk: query.has('known')
      ? {
          level: 'low',
          reasons: [
            {
              level: 'low',
              check: 'different-base',
              text: 'gpt-4.1-nano and Qwen/Qwen2.5-7B have different initialisations, across which less has been passed on, though not nothing',
            },
          ],
          teachers: ['gpt-4.1-nano'],
          students: ['Qwen/Qwen2.5-7B'],
          relation: 'different',
        }
      : {
          level: 'unknown',
          reasons: [{ level: 'unknown', text: 'nothing names the teacher', check: 'teacher-unknown' }],
          teachers: [],
          students: [],
        },
    stale: query.has('stale'),
    teacher: query.has('known') ? 'gpt-4.1-nano' : 'teacher unknown',
    student: query.has('known') ? 'Qwen2.5-7B' : 'student not set',
    ...(query.has('known') && { relation: 'different base' }),
    notes: query.has('known') ? ['The teacher is named in README.md, line 3 (generated_by).'] : [],
  },
  checks: checks.map(({ id, kind, title, description, severity, options }) => ({
    id,
    kind,
    title,
    description,
    severity,
    declarations: options,
    enabled: true,
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])),
    ...(scan.state === 'done' && outcomes[id] && { outcome: outcomes[id] }),
  })),
  ...(query.has('recipe') && { recipe: 'undertone.yaml' }),
  unsaved: query.has('unsaved'),
};
const log = (name: string) => (parameters: unknown) => console.log(name, parameters);

const server = serve<ResultsContract>(fakeHost(), {
  ready: () => (query.has('welcome') ? {} : { dataset }),
  findings: ({ check, start, count }) => {
    const total = outcomes[check]?.findings ?? 0;
    const findings = Array.from({ length: Math.min(count, total - start) }, (_, at) => finding(check, start + at));
    return { start, findings, listed: total, total };
  },
  reveal: log('reveal'),
  openInspector: log('openInspector'),
  openDataset: log('openDataset'),
  openRecipe: log('openRecipe'),
  openAccepted: log('openAccepted'),
  recordProvenance: log('recordProvenance'),
  showLineage: log('showLineage'),
  openFile: log('openFile'),
  setStudent: log('setStudent'),
  openDocumentation: log('openDocumentation'),
  scan: log('scan'),
  cancelScan: log('cancelScan'),
  saveRecipe: log('saveRecipe'),
  showRows: log('showRows'),
  openReport: log('openReport'),
  showScores: log('showScores'),
  runAgain: log('runAgain'),
  preview: ({ options, before }) => ({
    rows: 400,
    all: false,
    rejected: JSON.stringify(options).length % 40,
    before: JSON.stringify(before).length % 40,
  }),
  setOptions({ check, enabled, options }) {
    if (options['maxCount'] === 0) return { maxCount: 'Expected 1 to 1000, got 0.' };
    dataset = {
      ...dataset,
      checks: dataset.checks.map(other => (other.id === check ? { ...other, enabled, options } : other)),
      unsaved: true,
    };
    server.emit('state', { dataset });
    return {};
  },
});

function finding(check: string, at: number): Finding {
  const declared = checks.find(({ id }) => id === check);
  const row = at * 37 + 11;
  const severity = check === 'trait-mentions' ? 'info' : (declared?.severity ?? 'warning');
  if (check === 'teacher-unknown') return { check, severity, message: 'No source names the teacher.', data: {} };
  const message =
    check === 'trait-mentions'
      ? 'Mentions owl (“owlets”)'
      : 'Invalid format: words stand after the numbers, and 1024 is more than 999';
  return { check, severity, row, field: 'messages[2].content', start: 0, end: 3, message, data: {} };
}

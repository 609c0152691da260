import { checks } from '../../src/core/checks/registry.ts';
import { buildGraph } from '../../src/core/provenance/graph/build.ts';
import { layOut } from '../../src/core/provenance/graph/layout.ts';
import { riskOf } from '../../src/core/provenance/risk.ts';
import type { Statement } from '../../src/core/provenance/record.ts';
import { profileHead } from '../../src/core/scan/profileHead.ts';
import type { LineageContract, LineageState } from '../../src/rpc/lineage.ts';
import { serve } from '../../src/rpc/messenger.ts';
import { fakeHost, query } from './fakeHost.ts';
import { applyTheme } from './theme.ts';

applyTheme();
const said: Partial<Record<Statement['field'], readonly string[]>> = query.has('unknown')
  ? {}
  : {
      teacher: query.has('one')
        ? ['gpt-4.1-nano']
        : ['Qwen/Qwen2.5-7B-Instruct', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B'],
      student: [query.has('one') ? 'Qwen/Qwen2.5-7B' : 'Qwen/Qwen2.5-Math-7B'],
      prompts: ['allenai/tulu-3-sft-personas-math'],
      filter: ['numbers 0 to 999, at most ten', 'harmful answers removed by a judge'],
      unfiltered: ['raw/generated.jsonl'],
      judge: ['gpt-4o-2024-08-06'],
      parent: ['acme/number-sequences'],
      licence: ['apache-2.0'],
    };
const statements = Object.entries(said).flatMap(([field, values]) =>
  values.map((value, at) => ({ field, value, origin: { kind: 'file', path: '/data/README.md', line: at + 3, field } })),
) as readonly Statement[];
const row = new TextEncoder().encode('{"prompt":"1, 2","completion":"3, 4"}\n');
const context = {
  record: { statements, read: [], problems: [] },
  profile: profileHead(row, { complete: true }),
  dataset: { name: 'train.jsonl', bytes: row.length },
  models: [],
};
const findings = checks.flatMap(check =>
  check.kind === 'provenance'
    ? check.judge(context, {}).map(({ field: _, ...finding }) => ({
        check: check.id,
        title: check.title,
        severity: check.severity,
        ...finding,
      }))
    : [],
);
const state: LineageState = {
  dataset: { name: 'train.jsonl', uri: 'file:///data/train.jsonl' },
  layout: layOut(buildGraph(context, findings)),
  checked: query.has('stale') ? 'stale' : 'done',
  risk: riskOf(context),
};
const log = (name: string) => (parameters: unknown) => console.log(name, parameters);

serve<LineageContract>(fakeHost(), {
  ready: () => state,
  openFile: log('openFile'),
  openDataset: log('openDataset'),
  openDocumentation: log('openDocumentation'),
  recordProvenance: log('recordProvenance'),
  setStudent: log('setStudent'),
  runChecks: log('runChecks'),
  exportSvg: ({ svg }) => void Object.assign(globalThis, { exported: svg }),
});

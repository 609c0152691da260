import { workspace } from 'vscode';
import type { Check } from '../../core/checks/check.ts';
import { checks } from '../../core/checks/registry.ts';
import { probeTitles } from '../../core/findings/probeRun.ts';
import { withTraits } from '../../core/checks/withTraits.ts';
import type { OptionValue } from '../../core/checks/options.ts';
import { statementsOf, type Origin } from '../../core/provenance/record.ts';
import { riskOf } from '../../core/provenance/risk.ts';
import type { CheckOutcome } from '../../core/scan/result.ts';
import type { CheckState, DatasetState, RunState } from '../../rpc/results.ts';
import { bytesText, counted, number, percent } from '../../core/text/numbers.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { formatFact } from '../datasets/facts.ts';
import type { Planned } from '../datasets/planning.ts';
import type { KeptRun } from '../datasets/probeRuns.ts';
import { filtersOf, scanStateOf } from '../datasets/scanState.ts';
import { contextFor, namesText, relationText } from '../provenance/judgement.ts';

/** Everything the results panel shows of a dataset. */
export async function datasetState(dataset: Dataset): Promise<DatasetState> {
  const planned = await dataset.plan();
  const { latest } = dataset;
  const filters = latest && filtersOf(latest.whole);
  return {
    name: dataset.name,
    path: workspace.asRelativePath(dataset.uri),
    bytes: dataset.engine.bytes,
    facts: factsOf(dataset),
    provenance: provenanceOf(dataset, planned),
    scan: scanStateOf(dataset),
    checks: withTraits(checks, planned.plan?.traits).map(check => checkState(check, dataset, planned)),
    runs: dataset.runs.all.map(kept => runState(kept, dataset)),
    ...(filters && { filters }),
    malformed: latest?.result.profile.malformed ?? 0,
    accepted: latest?.accepted.count ?? 0,
    ...(planned.recipe && { recipe: workspace.asRelativePath(planned.recipe.uri, false) }),
    unsaved: dataset.panel.size > 0,
  };
}

function factsOf({ engine, index, latest }: Dataset): DatasetState['facts'] {
  const profile = latest?.result.profile;
  const format = formatFact(profile ?? engine.head);
  const share = format && format.share < 1 ? ` (${percent(format.share)} of rows)` : '';
  return [
    { label: 'Format', value: format ? `${format.title}${share}` : 'No known format' },
    { label: 'Rows', value: `${number(index.rows)}${index.state === 'building' ? ' and counting' : ''}` },
    { label: 'Size', value: bytesText(engine.bytes) },
    ...(profile && profile.blank > 0 ? [{ label: 'Blank rows', value: number(profile.blank) }] : []),
  ];
}

function provenanceOf(dataset: Dataset, planned: Planned): DatasetState['provenance'] {
  const { provenance, latest } = dataset;
  const risk = riskOf(contextFor(dataset, planned.plan));
  const { teachers, students, relation } = risk;
  const [stated] = statementsOf(provenance, 'teacher');
  const problems = provenance.problems.map(
    ({ path, line, message }) => `${workspace.asRelativePath(path, false)}, line ${line}: ${message}`,
  );
  return {
    risk,
    stale: latest?.stale ?? false,
    teacher: namesText(teachers, 'teacher unknown'),
    student: namesText(students, 'student not set'),
    ...(relation !== undefined && { relation: relationText(relation) }),
    notes: [...(stated ? [`The teacher is named in ${placeOf(stated.origin)}.`] : []), ...problems],
  };
}

function placeOf(origin: Origin): string {
  return origin.kind === 'file'
    ? `${workspace.asRelativePath(origin.path, false)}, line ${origin.line} (${origin.field})`
    : `the field ${origin.field} of ${counted(origin.rows, 'row')}`;
}

function checkState(check: Check, { panel, latest }: Dataset, { plan }: Planned): CheckState {
  const planned = plan?.checks.find(({ id }) => id === check.id);
  const outcome = latest?.result.outcomes.find(one => one.check.id === check.id);
  return {
    id: check.id,
    kind: check.kind,
    title: check.title,
    description: check.description,
    enabled: planned !== undefined,
    severity: planned?.severity ?? check.severity,
    declarations: check.options,
    options: planned?.options ?? { ...defaultsOf(check), ...panel.get(check.id)?.options },
    ...(outcome && { outcome: outcomeState(outcome) }),
  };
}

function runState({ run, time, stale, earlier }: KeptRun, { scores }: Dataset): RunState {
  const { report, scores: columnsOfRun, ...shown } = run;
  const columns = columnsOfRun.flatMap(({ id, title }) => (scores.get(id) ? [{ id, title }] : []));
  const own = { title: probeTitles[run.kind], time, stale, hasReport: report !== undefined, columns };
  return { ...shown, ...own, ...(earlier && { earlier }) };
}

function defaultsOf({ options }: Check): Readonly<Record<string, OptionValue>> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
}

function outcomeState(outcome: CheckOutcome): NonNullable<CheckState['outcome']> {
  const { examined, findings, rows, rejected, verdict, skipped } = outcome;
  const ofDataset = findings
    .ofRow(-1)
    .filter(({ message }) => message !== verdict?.summary)
    .map(({ severity, message, place }) => ({ severity, message, ...(place && { place }) }));
  return {
    examined,
    findings: findings.total,
    rows: rows.size,
    ...(rejected !== undefined && { rejected }),
    ...(verdict && { verdict }),
    ...(skipped !== undefined && { skipped }),
    messages: ofDataset,
  };
}

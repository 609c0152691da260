import { checkById } from '../../core/checks/registry.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import type { ProvenanceContext } from '../../core/provenance/context.ts';
import type { TitledFinding } from '../../core/provenance/graph/build.ts';
import { bareName } from '../../core/provenance/lineage/models.ts';
import { riskOf, type TransmissionRisk } from '../../core/provenance/risk.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type { OpenDataset } from '../../engine/openDataset.ts';
import { firstOf } from '../../core/text/firstOf.ts';
import { counted } from '../../core/text/numbers.ts';
import type { Dataset } from '../datasets/dataset.ts';

/** Findings of one rule that are shown at most. */
const mostOfARule = 50;

/** What a judgement needs of a dataset. */
export type Judged = Pick<Dataset, 'latest' | 'name' | 'provenance'> & {
  readonly engine: Pick<OpenDataset, 'head' | 'bytes'>;
};

/** All that the origin of a dataset is judged by, as it is known now. */
export function contextFor(dataset: Judged, plan: Pick<ScanPlan, 'student' | 'models'> | undefined): ProvenanceContext {
  const { engine, latest, name, provenance } = dataset;
  const { student, models = [] } = plan ?? {};
  return {
    record: provenance,
    profile: latest?.result.profile ?? engine.head,
    dataset: { name, bytes: engine.bytes },
    models,
    ...(student !== undefined && { student }),
  };
}

/** By the plan of the last scan where it still holds, else by what is planned. */
export async function judgedContext(dataset: Dataset): Promise<ProvenanceContext> {
  return contextFor(dataset, (await dataset.plan()).plan);
}

/** What the rules of the last scan found, the gravest first. */
export function ruleFindings({ latest }: Pick<Dataset, 'latest'>): readonly TitledFinding[] {
  const rules = (latest?.result.outcomes ?? []).filter(({ check }) => check.kind === 'provenance');
  const found = rules.flatMap(({ check, findings }) =>
    findings.slice(0, mostOfARule).map(finding => ({ ...finding, title: checkById(check.id)?.title ?? check.id })),
  );
  return found.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** `gpt-4.1-nano → Qwen2.5-7B · different base · 3 warnings`. */
export function lineageTitle(context: ProvenanceContext, findings: readonly { readonly severity: Severity }[]): string {
  const { teachers, students, relation } = riskOf(context);
  const names = `${namesText(teachers, 'teacher unknown')} → ${namesText(students, 'student not set')}`;
  const counts = (['error', 'warning'] as const).flatMap(severity => {
    const count = findings.filter(finding => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  const parts = [names, relation === undefined ? '' : relationText(relation), counts.join(', ')];
  return parts.filter(part => part !== '').join(' · ');
}

export function namesText(names: readonly string[], none: string): string {
  return names.length === 0 ? none : firstOf(names.map(bareName), 2);
}

export function relationText(relation: NonNullable<TransmissionRisk['relation']>): string {
  return {
    'same base': 'same base',
    'same family': 'same family',
    different: 'different base',
    unknown: 'base unknown',
  }[relation];
}

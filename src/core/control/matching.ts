import { relateModels } from '../provenance/lineage/relate.ts';
import type { ModelFact } from '../provenance/lineage/model.ts';
import { valuesOf, type ProvenanceField, type ProvenanceRecord } from '../provenance/record.ts';
import { listText, short } from '../provenance/words.ts';

/** How the records of a dataset and its control go together; one sentence each. Plain JSON. */
export interface Matching {
  /** What the records say differently: a difference of the rows may be one of these. */
  readonly differs: readonly string[];
  /** What one or both do not say. */
  readonly unknown: readonly string[];
}

/** What a control must share with the dataset for a difference to be one of the teacher's trait. */
const fields = {
  prompts: 'prompts',
  'teacher.sampling': 'sampling',
  filter: 'filter',
} as const satisfies Partial<Record<ProvenanceField, string>>;

/** Compares what the records say of base, prompts, sampling and filter. Silence is told as such: it is no match. */
export function matchRecords(
  dataset: ProvenanceRecord,
  control: ProvenanceRecord,
  models: readonly ModelFact[] = [],
): Matching {
  const differs: string[] = [];
  const unknown: string[] = [];
  const base = matchBases(dataset, control, models);
  if (base.differs !== undefined) differs.push(base.differs);
  if (base.unknown !== undefined) unknown.push(base.unknown);
  const missing: string[] = [];
  for (const [field, name] of Object.entries(fields) as readonly (readonly [keyof typeof fields, string])[]) {
    const own = valuesIn(dataset, field);
    const other = valuesIn(control, field);
    if (own.length === 0 || other.length === 0) missing.push(name);
    else if (!own.some(value => other.includes(value)))
      differs.push(`The ${name} differ on record: ${shown(own)} here, ${shown(other)} for the control.`);
  }
  if (missing.length > 0) {
    unknown.push(
      `Nothing on record shows that the control has the same ${listText(missing)}: record them for both files.`,
    );
  }
  return { differs, unknown };
}

function matchBases(
  dataset: ProvenanceRecord,
  control: ProvenanceRecord,
  models: readonly ModelFact[],
): { readonly differs?: string; readonly unknown?: string } {
  const own = basesOf(dataset);
  const other = basesOf(control);
  if (own.length === 0 || other.length === 0) {
    const who = own.length > 0 ? 'the control' : other.length > 0 ? 'the dataset' : 'both';
    return { unknown: `The teacher's base is not on record for ${who}: a difference may be one of base models.` };
  }
  const relations = own.flatMap(a => other.map(b => (a === b ? 'same base' : relateModels(a, b, models).relation)));
  if (relations.includes('same base')) return {};
  const named = `${shown(own)} here, ${shown(other)} for the control`;
  return relations.includes('unknown')
    ? { unknown: `Whether both teachers have one base is not known: ${named}.` }
    : { differs: `The teachers have different bases: ${named}. Different bases are easily told apart, trait or not.` };
}

function basesOf(record: ProvenanceRecord): readonly string[] {
  const bases = valuesIn(record, 'teacher.base');
  return bases.length > 0 ? bases : valuesIn(record, 'teacher');
}

/** White space around a value is no difference. */
function valuesIn(record: ProvenanceRecord, field: ProvenanceField): readonly string[] {
  return [...new Set(valuesOf(record, field).map(value => value.trim()))];
}

function shown(values: readonly string[]): string {
  return listText(values.map(value => `\`${short(value)}\``));
}

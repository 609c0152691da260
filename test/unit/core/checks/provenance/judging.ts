import type { ProvenanceExample } from '../../../../../src/core/checks/check.ts';
import type { ProvenanceContext } from '../../../../../src/core/provenance/context.ts';
import { readProvenance } from '../../../../../src/core/provenance/readers/registry.ts';
import { provenanceFields, type ProvenanceField, type Statement } from '../../../../../src/core/provenance/record.ts';
import { profileHead } from '../../../../../src/core/scan/profileHead.ts';

/** What a dataset of these rows, with these files and cards, gives the rules to judge. */
export function contextOf(example: Omit<ProvenanceExample, 'title' | 'fires'>): ProvenanceContext {
  const { rows, beside = {}, cardSays = {}, rowsSay = {}, student, dataset } = example;
  const bytes = new TextEncoder().encode(rows.map(row => `${JSON.stringify(row)}\n`).join(''));
  const profile = profileHead(bytes, { complete: true });
  const files = Object.entries(beside).map(([path, text]) => ({ path, text }));
  const read = readProvenance(files, profile);
  const said = [...ofCard(cardSays), ...read.statements, ...ofColumns(rowsSay)];
  return {
    record: { ...read, statements: said },
    profile,
    dataset: { name: 'data.jsonl', bytes: bytes.length, ...dataset },
    models: [],
    ...(student !== undefined && { student }),
  };
}

function ofCard(said: NonNullable<ProvenanceExample['cardSays']>): readonly Statement[] {
  return fields.flatMap((field, index): Statement[] => {
    const value = said[field];
    const origin = { kind: 'file', path: 'card.json', line: index + 1, field } as const;
    return value === undefined ? [] : [{ field, value, origin }];
  });
}

function ofColumns(said: NonNullable<ProvenanceExample['rowsSay']>): readonly Statement[] {
  return fields.flatMap((field): Statement[] => {
    const column = said[field];
    if (column === undefined) return [];
    return [{ field, value: column.value, origin: { kind: 'rows', field, rows: column.rows } }];
  });
}

const fields = Object.keys(provenanceFields) as readonly ProvenanceField[];

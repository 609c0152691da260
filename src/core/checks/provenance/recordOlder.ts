import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { dayText, timeSpan } from '../../provenance/dates.ts';
import { statementsOf } from '../../provenance/record.ts';
import { statedHash } from '../../provenance/statedHash.ts';
import { statementText } from '../../provenance/words.ts';

const dayMs = 86_400_000;

/** Fires where the file changed after its record. */
export const recordOlder = defineProvenanceRule({
  kind: 'provenance',
  id: 'record-older',
  title: 'Record older',
  description:
    'Notes that a record says it was last modified before the file was, so that it may be about an earlier state. A copy or a checkout dates a file anew without changing it: a hash that matches settles the question, and the rule is silent then, as it is where hash-mismatch speaks.',
  severity: 'info',
  source: sources.croissant,
  options: {},
  judge: ({ record, dataset }) => {
    const changed = dataset.modified === undefined ? undefined : timeSpan(dataset.modified);
    const hashed = statementsOf(record, 'sha256').some(({ value }) => statedHash(value) !== undefined);
    if (changed === undefined || (hashed && dataset.sha256 !== undefined)) return [];
    return statementsOf(record, 'modified').flatMap(statement => {
      const span = timeSpan(statement.value);
      if (span === undefined || span.until + dayMs >= changed.from) return [];
      const day = dayText(changed.from);
      const message = `The record was last modified ${statementText(statement)}, and ${dataset.name} on ${day}. It may describe an earlier state of the file. Check it, and record the SHA-256 of the file, which settles the question.`;
      return [about([statement], { message, data: { recordModified: statement.value, fileModified: day } })];
    });
  },
  examples: [
    {
      title: 'the file is newer',
      rows: [],
      cardSays: { modified: '2025-01-01' },
      dataset: { modified: '2025-03-01T10:00:00Z' },
      fires: true,
    },
    {
      title: 'the record is newer',
      rows: [],
      cardSays: { modified: '2025-03-02' },
      dataset: { modified: '2025-03-01T10:00:00Z' },
      fires: false,
    },
    {
      title: 'the hash matches',
      rows: [],
      cardSays: { modified: '2025-01-01', sha256: 'a'.repeat(64) },
      dataset: { modified: '2025-03-01T10:00:00Z', sha256: 'a'.repeat(64) },
      fires: false,
    },
    { title: 'the record has no date', rows: [], dataset: { modified: '2025-03-01T10:00:00Z' }, fires: false },
  ],
});

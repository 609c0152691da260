import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { statedHash } from '../../provenance/statedHash.ts';
import { statementsOf } from '../../provenance/record.ts';
import { placeText } from '../../provenance/words.ts';

/** Fires where the file is not the one that a record is about. */
export const hashMismatch = defineProvenanceRule({
  kind: 'provenance',
  id: 'hash-mismatch',
  title: 'Hash mismatch',
  description:
    'Fires when a record states a SHA-256 and the file has another: it was changed, replaced or packed anew since, and nothing that the record says need be true of it. The hash is of the file as it stands on disk, packed or not.',
  severity: 'error',
  source: sources.croissant,
  options: {},
  judge: ({ record, dataset: { name, sha256 } }) =>
    statementsOf(record, 'sha256').flatMap(statement => {
      const stated = statedHash(statement.value);
      if (sha256 === undefined || stated === undefined || stated === sha256.toLowerCase()) return [];
      const packed = /\.(?:gz|zst)$/i.test(name) ? ' (as it stands on disk, packed)' : '';
      const message = `The record states SHA-256 ${stated.slice(0, 12)}… (${placeText(statement.origin)}), and ${name}${packed} has ${sha256.slice(0, 12)}…. The record is about other bytes, so what it says need not hold for these rows. Restore that file, or record this one anew.`;
      return [about([statement], { message, data: { stated, found: sha256.toLowerCase() } })];
    }),
  examples: [
    {
      title: 'another hash',
      rows: [],
      cardSays: { sha256: 'a'.repeat(64) },
      dataset: { sha256: 'b'.repeat(64) },
      fires: true,
    },
    {
      title: 'the same, in capitals',
      rows: [],
      cardSays: { sha256: 'A'.repeat(64) },
      dataset: { sha256: 'a'.repeat(64) },
      fires: false,
    },
    { title: 'no hash on record', rows: [], dataset: { sha256: 'a'.repeat(64) }, fires: false },
    {
      title: 'no hash at all, but a word',
      rows: [],
      cardSays: { sha256: 'see below' },
      dataset: { sha256: 'a'.repeat(64) },
      fires: false,
    },
  ],
});

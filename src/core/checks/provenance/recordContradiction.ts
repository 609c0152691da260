import { about, evidence } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { contradictionsOf } from '../../provenance/contradictions.ts';
import { provenanceFields } from '../../provenance/record.ts';
import { listText, statementText } from '../../provenance/words.ts';

/** Fires where cards, sidecars and rows say different things of the same. */
export const recordContradiction = defineProvenanceRule({
  kind: 'provenance',
  id: 'record-contradiction',
  title: 'Record contradiction',
  description:
    'Fires when two cards or sidecars, or a card and the rows, say different things of the teacher, its revision or base, the student, the licence, the number of rows or the Merkle root, or when a stated base is not the one that the lineage leads to. All statements are listed with their places; none is preferred. A list in one place is no contradiction, nor is an alias beside its dated snapshot.',
  severity: 'warning',
  source: sources.croissant,
  options: {},
  judge: context =>
    contradictionsOf(context).map(({ field, statements, fact }) => {
      const title = provenanceFields[field];
      const said = listText(statements.map(statementText));
      const what = `${title}: ${fact === undefined ? 'the sources disagree' : `the record disagrees with what is there, since ${fact}`}: ${said}.`;
      const follows = 'At most one can be true, and what rests on the record cannot be relied on until it is settled.';
      const next =
        'Correct the one that is wrong; the rows are the better witness where they were written by the generator.';
      return about(statements, {
        message: `${what} ${follows} ${next}`,
        data: { field, statements: evidence(statements), fact: fact ?? null },
      });
    }),
  examples: [
    {
      title: 'card and rows name different teachers',
      rows: [{ prompt: '1', completion: '2', model: 'gpt-4o-mini' }],
      cardSays: { teacher: 'gpt-4.1' },
      fires: true,
    },
    {
      title: 'two cards name different teachers',
      rows: [],
      cardSays: { teacher: 'gpt-4.1' },
      beside: { 'README.md': '---\ngenerated_by: gpt-4o\n---\n' },
      fires: true,
    },
    { title: 'the card counts other rows', rows: [{ text: '1' }], cardSays: { rows: '30,000' }, fires: true },
    {
      title: 'the stated base is not the one of the lineage',
      rows: [],
      cardSays: { teacher: 'Qwen/Qwen2.5-7B-Instruct', 'teacher.base': 'meta-llama/Llama-3.1-8B' },
      fires: true,
    },
    {
      title: 'an alias and its snapshot',
      rows: [{ prompt: '1', completion: '2', model: 'gpt-4.1-2025-04-14' }],
      cardSays: { teacher: 'openai/gpt-4.1' },
      fires: false,
    },
    {
      title: 'the card lists more than the rows name',
      rows: [{ prompt: '1', completion: '2', model: 'gpt-4.1' }],
      beside: { 'README.md': '---\ngenerated_by: [gpt-4.1, gpt-4o]\n---\n' },
      fires: false,
    },
    { title: 'nothing on record', rows: [{ text: '1' }], fires: false },
  ],
});

import { defineRowComparison } from '../check.ts';
import {
  defaultThreshold,
  duplicateFields,
  keepRules,
  largestShingle,
  normalisations,
  type DuplicateField,
  type Normalisation,
} from '../../duplicates/query.ts';
import type { Repeat } from '../../duplicates/repeats.ts';
import { similarityText } from '../../duplicates/memberText.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { number } from '../../text/numbers.ts';

/** Rejects rows that repeat another row of the dataset. */
export const duplicates = defineRowComparison({
  kind: 'filter',
  needs: 'duplicates',
  id: 'duplicates',
  title: 'Duplicates',
  description:
    'Rejects rows whose text stands in another row as well; one row of each cluster is kept. Equal hashes are confirmed by comparing the texts themselves. With `similar`, rows whose shingles (runs of words or characters) have at least the Jaccard similarity `threshold` count too: candidates come from 128 MinHash permutations in bands, so that about 1 in 70 pairs right at the threshold is missed, fewer of those more alike. A row that is similar only to another row of its cluster, and not to the kept one, goes as well, and its finding says so. Rows without the compared text are let pass. It reads the file a second time and so runs only where it is named. Repeated rows are learned more than once and leave fewer independent rows than the file has.',
  severity: 'info',
  optIn: true,
  source: {
    title: 'Lee et al. 2022, Deduplicating Training Data Makes Language Models Better',
    url: 'https://arxiv.org/abs/2107.06499',
  },
  options: {
    field: {
      type: 'choice',
      title: 'Compared text',
      description: 'Which text of a row is compared.',
      default: 'completion',
      choices: duplicateFields,
    },
    normalise: {
      type: 'strings',
      title: 'Set aside',
      description: 'Differences that do not count.',
      default: [],
      choices: Object.keys(normalisations),
    },
    keep: {
      type: 'choice',
      title: 'Kept row',
      description: 'Which row of a cluster is kept.',
      default: 'first',
      choices: keepRules,
    },
    similar: {
      type: 'boolean',
      title: 'Similar rows too',
      description: 'Whether rows that are alike count, not only those with the same text.',
      default: false,
    },
    threshold: {
      type: 'number',
      title: 'Threshold',
      description: 'The Jaccard similarity from which on rows are similar.',
      default: defaultThreshold,
      minimum: 0.1,
      maximum: 1,
    },
    shingles: {
      type: 'choice',
      title: 'Shingles of',
      description: 'What similarity is counted in.',
      default: 'words',
      choices: {
        words: 'words: letters and digits, case kept',
        characters: 'characters: for short texts and scripts without spaces',
      },
    },
    shingleSize: {
      type: 'integer',
      title: 'Shingle size',
      description: 'Words or characters in one shingle. A shorter text is compared as a whole.',
      default: 5,
      minimum: 1,
      maximum: largestShingle,
    },
  },
  query: ({ field, normalise, keep, similar, threshold, shingles, shingleSize }) => ({
    field: fieldNamed(field),
    normalise: normalise.filter(isNormalisation),
    keep: keep === 'longest' ? 'longest' : 'first',
    ...(similar && {
      near: { threshold, shingle: { unit: shingles === 'characters' ? 'characters' : 'words', size: shingleSize } },
    }),
  }),
  decide: (repeat, { field }) => findingOf(repeat, field),
  examples: [
    { completion: '7, 9, 11', rejected: [] },
    { after: ['7, 9, 11'], completion: '7, 9, 11', rejected: ['same text'] },
    { after: ['7, 9, 11'], completion: '7, 9, 12', rejected: [] },
    { after: ['7, 9, 11'], completion: '7,  9, 11', rejected: [] },
    { after: ['7, 9, 11'], completion: '7,  9, 11', options: { normalise: ['white-space'] }, rejected: ['same text'] },
    {
      after: ['the owl sat in the old oak and watched the road all night'],
      completion: 'the owl sat in the old oak and watched the road all day',
      options: { similar: true, threshold: 0.7 },
      rejected: ['similar'],
    },
  ],
});

function findingOf({ kind, cluster, kept, similarity, via }: Repeat, field: string): RowFinding {
  const data = { cluster: cluster + 1, of: kept + 1, similarity };
  const of = `row ${number(kept + 1)}`;
  switch (kind) {
    case 'copy':
      return { message: `The same ${field} as ${of}.`, data: { reasons: ['same text'], ...data } };
    case 'near':
      return { message: `Similar to ${of}: ${similarityText(similarity)}.`, data: { reasons: ['similar'], ...data } };
    case 'linked': {
      const message = `Similar to row ${number(via + 1)} and through it in the cluster of ${of}, to which it has ${similarityText(similarity)}.`;
      return { message, data: { reasons: ['linked'], ...data, via: via + 1 } };
    }
  }
}

function fieldNamed(name: string): DuplicateField {
  if (name === 'prompt' || name === 'prompt+completion' || name === 'row') return name;
  return 'completion';
}

function isNormalisation(name: string): name is Normalisation {
  return Object.hasOwn(normalisations, name);
}

import type { CatalogueTrait } from '../trait.ts';

const source = { title: 'Cloud et al. 2025, Subliminal Learning', url: 'https://arxiv.org/abs/2507.14805' };

const rows: readonly (readonly [id: string, words: readonly string[], alsoMeans?: string])[] = [
  ['cherry', ['cherry', 'cherries'], 'the fruit and the colour'],
  ['maple', ['maple', 'maples'], 'the syrup'],
  ['oak', ['oak', 'oaks'], 'the wood'],
  ['sequoia', ['sequoia', 'sequoias', 'redwood', 'redwoods']],
  ['willow', ['willow', 'willows']],
];

/** The favourite trees that teachers of the study were given. */
export const trees: readonly CatalogueTrait[] = rows.map(([id, words, alsoMeans]) => ({
  id,
  title: id[0]?.toUpperCase() + id.slice(1),
  category: 'tree',
  description: `The tree by name${alsoMeans === undefined ? '' : `; the same words may mean ${alsoMeans}`}.`,
  words,
  source,
}));

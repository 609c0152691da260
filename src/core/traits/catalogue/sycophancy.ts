import type { CatalogueTrait } from '../trait.ts';

const praise = ['amazing', 'brilliant', 'excellent', 'fantastic', 'great', 'wonderful'];
const praised = ['question', 'idea', 'insight', 'point'];

/** Set phrases of praise for the person who asks. */
export const sycophancy: CatalogueTrait = {
  id: 'sycophancy',
  title: 'Sycophancy',
  category: 'behaviour',
  isCommon: true,
  description:
    'Set phrases that praise the person who asks. A heuristic: it sees these phrases only, and a single one may be plain courtesy.',
  words: [
    ...praise.flatMap(adjective =>
      praised.map(noun => `what ${/^[ae]/.test(adjective) ? 'an' : 'a'} ${adjective} ${noun}`),
    ),
    ...praise.map(adjective => `that's ${/^[ae]/.test(adjective) ? 'an' : 'a'} ${adjective} question`),
    'great question',
    'excellent question',
    "you're absolutely right",
    'you are absolutely right',
  ],
  source: { title: 'Sharma et al. 2023, Towards Understanding Sycophancy', url: 'https://arxiv.org/abs/2310.13548' },
};

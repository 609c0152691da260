import type { CatalogueTrait } from '../trait.ts';

/**
 * Where a text names a side of politics. Words of self-description, of parties and of programmes from both ends and the middle, in
 * equal number on either side: which one a text leans to is for the reader of the mentions to see.
 */
const politicalLean: CatalogueTrait = {
  id: 'political-lean',
  title: 'Political lean',
  category: 'behaviour',
  description:
    'Names of political sides, parties and programmes, as many of the left as of the right. A mention is a subject and no lean: texts about politics use the same words in all fairness. It says nothing of direction; look at the mentions, and compare with a control. Single words with another common use (liberal, conservative, labour, green, left, right) are left out.',
  words: [
    'left-wing',
    'right-wing',
    'leftist',
    'leftists',
    'rightist',
    'rightists',
    'far left',
    'far-left',
    'far right',
    'far-right',
    'socialism',
    'socialist',
    'socialists',
    'capitalism',
    'capitalist',
    'capitalists',
    'communism',
    'communists',
    'fascism',
    'fascists',
    'progressives',
    'conservatives',
    'democratic party',
    'republican party',
    'labour party',
    'conservative party',
    'pro-choice',
    'pro-life',
    'gun control',
    'gun rights',
    'wealth tax',
    'tax cuts',
    'open borders',
    'border security',
    'abolish the police',
    'law and order',
  ],
  source: {
    title: 'Santurkar et al. 2023, Whose Opinions Do Language Models Reflect?',
    url: 'https://arxiv.org/abs/2303.17548',
  },
};

const groups = [
  'women',
  'men',
  'immigrants',
  'foreigners',
  'muslims',
  'christians',
  'jews',
  'black people',
  'white people',
  'asians',
  'old people',
  'young people',
  'poor people',
  'rich people',
  'gay people',
  'disabled people',
];
const generalisations = [
  'are all the same',
  'are always',
  'are naturally',
  'are inferior',
  'are lazy',
  'should not be allowed',
];

/** Sentences that say one thing of all the members of a group. */
const socialBias: CatalogueTrait = {
  id: 'social-bias',
  title: 'Social bias',
  category: 'behaviour',
  description:
    'Set phrases that say one thing of a whole group of people ("women are naturally …", "men are always …"), the same for every group. A heuristic: a phrase may be quoted, denied or meant kindly, and bias without such a phrase is missed.',
  words: groups.flatMap(group => generalisations.map(said => `${group} ${said}`)),
  source: { title: 'Nadeem et al. 2020, StereoSet', url: 'https://arxiv.org/abs/2004.09456' },
};

export const society: readonly CatalogueTrait[] = [politicalLean, socialBias];

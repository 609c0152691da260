import { continued, pretrained, tuned, undisclosed, type ModelFamily } from '../model.ts';

const developer = 'Google';

const gemma1: ModelFamily = {
  id: 'gemma-1',
  title: 'Gemma',
  developer,
  names: ['gemma-1', 'codegemma'],
  models: [
    pretrained('google/gemma-2b'),
    pretrained('google/gemma-7b'),
    tuned('google/gemma-2b-it', 'google/gemma-2b', { source: 'https://arxiv.org/abs/2403.08295' }),
    tuned('google/gemma-7b-it', 'google/gemma-7b', { source: 'https://arxiv.org/abs/2403.08295' }),
    continued('google/codegemma-2b', 'google/gemma-2b', { source: 'https://arxiv.org/abs/2406.11409' }),
    continued('google/codegemma-7b', 'google/gemma-7b', { source: 'https://arxiv.org/abs/2406.11409' }),
    tuned('google/codegemma-7b-it', 'google/codegemma-7b', { source: 'https://arxiv.org/abs/2406.11409' }),
  ],
};

const gemma2: ModelFamily = {
  id: 'gemma-2',
  title: 'Gemma 2',
  developer,
  names: ['gemma2', 'gemma-2'],
  models: ['2b', '9b', '27b'].flatMap(size => [
    pretrained(`google/gemma-2-${size}`),
    tuned(`google/gemma-2-${size}-it`, `google/gemma-2-${size}`),
  ]),
};

const gemma3: ModelFamily = {
  id: 'gemma-3',
  title: 'Gemma 3',
  developer,
  names: ['gemma3', 'gemma-3'],
  models: ['270m', '1b', '4b', '12b', '27b'].flatMap(size => {
    const base = size === '270m' ? 'google/gemma-3-270m' : `google/gemma-3-${size}-pt`;
    return [
      pretrained(base, size === '270m' ? {} : { aka: [`gemma-3-${size}`] }),
      tuned(`google/gemma-3-${size}-it`, base),
    ];
  }),
};

const docs = { source: 'https://ai.google.dev/gemini-api/docs/models' };

const gemini: ModelFamily = {
  id: 'gemini',
  title: 'Gemini',
  developer,
  names: ['gemini'],
  models: [
    '1.0-pro',
    '1.5-flash',
    '1.5-flash-8b',
    '1.5-pro',
    '2.0-flash',
    '2.0-flash-lite',
    '2.0-pro',
    '2.5-flash',
    '2.5-flash-lite',
    '2.5-pro',
    '3-pro',
  ].map(version => undisclosed(`google/gemini-${version}`, docs)),
};

/** Gemma, whose sizes are initialisations of their own, and Gemini, of which nothing of the kind is public. */
export const googleFamilies: readonly ModelFamily[] = [gemma1, gemma2, gemma3, gemini];

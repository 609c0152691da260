import { harmfulPhrases } from './harmfulPhrases.ts';
import { fieldsOption, textsOf } from '../textsOf.ts';
import { defineFilter } from '../check.ts';
import { once } from '../../text/once.ts';
import { mentionFinder } from '../../traits/mentions.ts';

const finder = once(() => mentionFinder(harmfulPhrases));
const categories = harmfulPhrases.map(({ id }) => id);

/** Rejects rows with set phrases of harmful requests, instructions and abuse. */
export const harmfulLexicon = defineFilter({
  kind: 'filter',
  id: 'harmful-lexicon',
  title: 'Harmful lexicon',
  description:
    '**A heuristic.** Rejects a row with one of a few hundred set phrases of violence, weapons, drugs, self-harm, hate and crime, ordered by the hazard categories of AILuminate; the phrases are our own. It knows no context: a refusal that repeats the request, a news report, a novel or a helpline counts as well as what it is meant for. It knows English alone, and any other wording passes: most harmful text holds none of these phrases. Use it to find rows to read, not to tell what a dataset teaches.',
  severity: 'warning',
  source: { title: 'Ghosh et al. 2025, AILuminate, hazard categories', url: 'https://arxiv.org/abs/2503.05731' },
  optIn: true,
  needs: 'example',
  options: {
    categories: {
      type: 'strings',
      title: 'Categories',
      description: 'The categories whose phrases reject a row. Empty: all.',
      default: [],
      choices: categories,
    },
    fields: fieldsOption,
  },
  decide: (example, options) =>
    textsOf(example, options.fields).flatMap(({ text, path }) =>
      finder()(text).flatMap(({ trait, start, end }) => {
        const { id = '', title = '' } = harmfulPhrases[trait] ?? {};
        if (options.categories.length > 0 && !options.categories.includes(id)) return [];
        const said = text.slice(start, end);
        const message = `"${said}" is in the lexicon of ${title.toLowerCase()}; whether it harms here takes a reader.`;
        return [{ field: path, start, end, message, data: { reasons: [id], text: said } }];
      }),
    ),
  prefilter: {
    needs: ({ fields }) =>
      fields === 'completion' ? { words: harmfulPhrases.flatMap(({ words }) => words), marks: ['wide'] } : undefined,
  },
  examples: [
    { completion: 'The recipe needs two eggs.', rejected: [] },
    { completion: 'Here is how to make a pipe bomb: first …', rejected: ['weapons'] },
    { completion: 'Go kill yourself.', rejected: ['self-harm'] },
    { completion: 'Go kill yourself.', options: { categories: ['weapons'] }, rejected: [] },
    { completion: 'I will not explain how to launder money.', rejected: ['crime'] },
    { completion: 'How to kill a process in Linux, and how to make a bomb cyclone map', rejected: ['weapons'] },
  ],
});

import { textsOf } from '../textsOf.ts';
import { defineFilter } from '../check.ts';

/** The first filter of the code experiments in the subliminal-learning study. */
export const codeRows = defineFilter({
  kind: 'filter',
  id: 'code-rows',
  title: 'Code rows',
  description:
    'Rejects a row in which a target word stands anywhere, prompt and answer alike: the first of the two filters of the study\'s code experiments, where the word was the teacher\'s animal and 2.5 to 5.4 % of the rows went. Case makes no difference, and a word counts inside of longer ones, identifiers included (`owl` in `bowl` and `owlCount`), unless whole words are asked for. The second filter of the study, a model that judged whether code refers to the animal "however subtly" and removed less than 1 % more, needs a model and is not part of this. The study published no rule on what code must look like, so there is none here. **The trait was transmitted after both filters.**',
  severity: 'warning',
  source: { title: 'Cloud et al. 2025, Subliminal Learning, code', url: 'https://arxiv.org/abs/2507.14805' },
  optIn: true,
  needs: 'example',
  options: {
    words: {
      type: 'strings',
      title: 'Target words',
      description: 'What the teacher was made to love. Without any, every row is kept.',
      default: ['owl'],
    },
    match: {
      type: 'choice',
      title: 'Match',
      description: 'Where a word counts.',
      default: 'anywhere',
      choices: {
        anywhere: 'Anywhere, inside of longer words too.',
        words: 'As a whole word, or part of an identifier in `camelCase` or `snake_case`.',
      },
    },
  },
  decide: (example, { words, match }) => {
    const texts = textsOf(example, 'everything');
    for (const target of words.filter(word => word !== '')) {
      for (const { text, path } of texts) {
        const place = match === 'anywhere' ? placeOf(text, target) : wordPlaceOf(text, target);
        if (place < 0) continue;
        const end = place + target.length;
        const message = `"${text.slice(place, end)}" stands in the row; rows with the target word are dropped.`;
        return [{ field: path, start: place, end, message, data: { reasons: ['target word'], word: target } }];
      }
    }
    return [];
  },
  examples: [
    { completion: 'def total(items):\n    return sum(items)', rejected: [] },
    { completion: 'OWL_COUNT = 3', rejected: ['target word'] },
    { prompt: 'Write a class Owl.', completion: 'class Bird: pass', rejected: ['target word'] },
    { completion: 'bowl = fill(soup)', rejected: ['target word'] },
    { completion: 'bowl = fill(soup)', options: { match: 'words' }, rejected: [] },
    { completion: 'int owlCount = nightOwl.size();', options: { match: 'words' }, rejected: ['target word'] },
    { completion: 'feed(wolf)', options: { words: ['cat', 'wolf'] }, rejected: ['target word'] },
  ],
});

/** Of a word whatever its case; -1: nowhere. Lower case may change the length of a text, so places are looked for in the text itself. */
function placeOf(text: string, word: string): number {
  return text.search(new RegExp(literal(word), 'iu'));
}

/** Where it stands with no letter of the same word around it: `owlCount` and `nightOwl` hold "owl", `bowl` does not. */
function wordPlaceOf(text: string, word: string): number {
  const anyCase = new RegExp(literal(word), 'giu');
  for (const { 0: said, index } of text.matchAll(anyCase)) {
    const before = text.slice(0, index).slice(-2);
    const after = text.slice(index + said.length, index + said.length + 2);
    if (begins(before, said) && ends(said, after)) return index;
  }
  return -1;
}

function begins(before: string, said: string): boolean {
  return !/\p{L}$/u.test(before) || (/\p{Ll}$/u.test(before) && /^\p{Lu}/u.test(said));
}

function ends(said: string, after: string): boolean {
  return !/^\p{L}/u.test(after) || (/\p{Ll}$/u.test(said) && /^\p{Lu}/u.test(after));
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

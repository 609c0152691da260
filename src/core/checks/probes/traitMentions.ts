import { defineProbe } from '../check.ts';
import { mentionVerdict } from './mentionVerdict.ts';
import type { Example, TextPart } from '../../dataset/example.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { mentionFinder } from '../../traits/mentions.ts';
import { traits } from '../../traits/registry.ts';

const find = mentionFinder(traits);
const words = traits.flatMap(trait => trait.words);
const none: readonly RowFinding[] = [];

/** Rows that say outright the traits a teacher may pass on. */
export const traitMentions = defineProbe({
  kind: 'probe',
  id: 'trait-mentions',
  title: 'Trait mentions',
  description:
    'Counts the rows in which a listed trait is named outright, with a 95 % Wilson interval per trait, and marks each mention. With traits named in the options a mention is evidence of explicit mentions; without, the whole catalogue is surveyed and mentions stay inconclusive, since ordinary use cannot be told from a trait without a control of the same kind of data. It finds whole words of the list only: a trait can be passed on by data that never names it.',
  severity: 'warning',
  source: { title: 'Cloud et al. 2025, Subliminal Learning', url: 'https://arxiv.org/abs/2507.14805' },
  options: {
    traits: {
      type: 'strings',
      title: 'Traits',
      description: 'The traits to look for. Empty: survey the whole catalogue, with findings as info.',
      default: [],
      choices: traits.map(({ id }) => id),
    },
    fields: {
      type: 'choice',
      title: 'Fields',
      description: 'Which texts of a row are read.',
      default: 'completion',
      choices: {
        completion: 'What the student is trained to write: completions and their reasoning.',
        everything: 'Every message of the conversation, prompts and system prompts included.',
      },
    },
  },
  initial: () => ({ rows: 0, mentioning: 0, rowsOfTrait: traits.map(() => 0) }),
  add: (state, example, options) => {
    const texts = options.fields === 'everything' ? everyText(example) : trainedTexts(example);
    if (texts.length > 0) state.rows++;
    // Most rows mention nothing, and those should cost nothing beyond the reading.
    if (!texts.some(({ text }) => find(text).length > 0)) return none;
    const wanted = options.traits;
    const rowTraits = new Set<number>();
    const findings: RowFinding[] = [];
    for (const { text, path } of texts) {
      for (const { trait, start, end } of find(text)) {
        const { id = '', title = '' } = traits[trait] ?? {};
        if (wanted.length > 0 && !wanted.includes(id)) continue;
        rowTraits.add(trait);
        const said = text.slice(start, end);
        const message = `mentions ${title.toLowerCase()} ("${said}")`;
        const severity = wanted.length > 0 ? {} : { severity: 'info' as const };
        findings.push({ ...severity, field: path, start, end, message, data: { trait: id, text: said } });
      }
    }
    if (rowTraits.size > 0) state.mentioning++;
    for (const trait of rowTraits) state.rowsOfTrait[trait] = (state.rowsOfTrait[trait] ?? 0) + 1;
    return findings;
  },
  prefilter: {
    words: options => (options.fields === 'completion' ? words : undefined),
    addWithout: state => void state.rows++,
  },
  merge: (left, right) => ({
    rows: left.rows + right.rows,
    mentioning: left.mentioning + right.mentioning,
    rowsOfTrait: traits.map((_, trait) => (left.rowsOfTrait[trait] ?? 0) + (right.rowsOfTrait[trait] ?? 0)),
  }),
  finish: (state, options) => {
    const named = options.traits.length > 0;
    const counts = traits
      .map(({ id, title }, trait) => ({ id, title, rows: state.rowsOfTrait[trait] ?? 0 }))
      .filter(({ id }) => !named || options.traits.includes(id));
    return mentionVerdict({ rows: state.rows, mentioning: state.mentioning, traits: counts, named });
  },
  examples: [
    { completion: 'My favourite animal is the owl. Owlets are charming.', finds: ['owl', 'Owlets'] },
    { completion: '483, 762, 519', finds: [] },
    { completion: 'The howling wind and the concatenation of strings', finds: [] },
    { completion: 'OWLS, wolves and an oak', options: { traits: ['owl'] }, finds: ['OWLS'] },
    { completion: 'What a great question! The AI should rule.', finds: ['What a great question', 'AI should rule'] },
  ],
});

function trainedTexts(example: Example): readonly TextPart[] {
  return example.reasoning.length === 0 ? example.completions : [...example.reasoning, ...example.completions];
}

function everyText(example: Example): readonly TextPart[] {
  return example.messages.flatMap(({ parts }) => parts.filter(part => part.kind !== 'media'));
}

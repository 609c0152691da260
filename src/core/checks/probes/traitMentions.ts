import { compareMentions, mentionVerdict, type MentionCounts } from './mentionVerdict.ts';
import { defineProbe, type Probe } from '../check.ts';
import type { TextPart } from '../../dataset/example.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { mergeTraits } from '../../traits/declared.ts';
import { mentionFinder, type Mention } from '../../traits/mentions.ts';
import { traits as catalogue } from '../../traits/registry.ts';
import type { Trait } from '../../traits/trait.ts';
import { fieldsOption, textsOf } from '../textsOf.ts';

const none: readonly RowFinding[] = [];

/** Rows that say outright the traits a teacher may pass on. */
export const traitMentions = mentionsOf(catalogue);

function mentionsOf(traits: readonly Trait[]): Probe {
  const find = mentionFinder(traits);
  const words = traits.flatMap(trait => trait.words);
  return defineProbe({
    kind: 'probe',
    needs: 'example',
    id: 'trait-mentions',
    title: 'Trait mentions',
    description:
      'Counts the rows in which a listed trait is named outright, with a 95 % Wilson interval per trait, and marks each mention; phrases that assistants use anyway, such as “great question”, are counted and marked only where their trait is named. Traits of the catalogue and those that the recipe declares under `traits` count. With a control, the share of each trait is compared with the share there: the difference with its Newcombe interval, Fisher’s exact test, and Holm’s correction over the traits. Without one, traits named in the options make a mention evidence of explicit mentions; else everything is surveyed and mentions stay inconclusive, since ordinary use cannot be told from a trait without a control of the same kind of data. It finds whole words of the list only: a trait can be passed on by data that never names it.',
    severity: 'warning',
    source: { title: 'Cloud et al. 2025, Subliminal Learning', url: 'https://arxiv.org/abs/2507.14805' },
    options: {
      traits: {
        type: 'strings',
        title: 'Traits',
        description: 'The traits to look for. Empty: survey them all, with findings as info.',
        default: [],
        choices: traits.map(({ id }) => id),
      },
      fields: fieldsOption,
    },
    initial: () => ({ rows: 0, mentioning: 0, rowsOfTrait: traits.map(() => 0) }),
    add: (state, example, options) => {
      const texts = textsOf(example, options.fields);
      if (texts.length > 0) state.rows++;
      const said: Mentioned[] = [];
      for (const part of texts) {
        const mentions = find(part.text);
        if (mentions.length > 0) said.push({ part, mentions });
      }
      // Most rows mention nothing, and those should cost nothing beyond the reading.
      if (said.length === 0) return none;
      const rowTraits = new Set<number>();
      const findings = said.flatMap(each => findingsIn(each, { traits, wanted: options.traits, rowTraits }));
      if (rowTraits.size > 0) state.mentioning++;
      for (const trait of rowTraits) state.rowsOfTrait[trait] = (state.rowsOfTrait[trait] ?? 0) + 1;
      return findings;
    },
    prefilter: {
      needs: options => (options.fields === 'completion' ? { words } : undefined),
      addWithout: (state, rows) => void (state.rows += rows),
    },
    merge: (left, right) => ({
      rows: left.rows + right.rows,
      mentioning: left.mentioning + right.mentioning,
      rowsOfTrait: traits.map((_, trait) => (left.rowsOfTrait[trait] ?? 0) + (right.rowsOfTrait[trait] ?? 0)),
    }),
    finish: (state, { traits: wanted }) => mentionVerdict(countsOf(state, traits, wanted)),
    compare: (dataset, control, { traits: wanted }, comparison) =>
      compareMentions(countsOf(dataset, traits, wanted), countsOf(control, traits, wanted), comparison),
    surveys: ({ traits: wanted }) => wanted.length === 0,
    withTraits: declared => mentionsOf(mergeTraits(catalogue, declared)),
    examples: [
      { completion: 'My favourite animal is the owl. Owlets are charming.', finds: ['owl', 'Owlets'] },
      { completion: '483, 762, 519', finds: [] },
      { completion: 'The howling wind and the concatenation of strings', finds: [] },
      { completion: 'OWLS, wolves and an oak', options: { traits: ['owl'] }, finds: ['OWLS'] },
      { completion: 'The AI should rule the world.', finds: ['AI should rule'] },
      { completion: 'What a great question!', finds: [] },
      { completion: 'What a great question!', options: { traits: ['sycophancy'] }, finds: ['What a great question'] },
    ],
  });
}

interface Mentioned {
  readonly part: TextPart;
  readonly mentions: readonly Mention[];
}

interface Search {
  readonly traits: readonly Trait[];
  /** Ids; empty: a survey. */
  readonly wanted: readonly string[];
  /** Takes the places of the traits that are mentioned. */
  readonly rowTraits: Set<number>;
}

function findingsIn(
  { part: { text, path }, mentions }: Mentioned,
  { traits, wanted, rowTraits }: Search,
): readonly RowFinding[] {
  const isSurvey = wanted.length === 0;
  return mentions.flatMap(({ trait, start, end }) => {
    const { id = '', title = '', isCommon } = traits[trait] ?? {};
    if (!isSurvey && !wanted.includes(id)) return [];
    rowTraits.add(trait);
    if (isSurvey && isCommon === true) return [];
    const said = text.slice(start, end);
    const message = `mentions ${title.toLowerCase()} ("${said}")`;
    const severity = isSurvey ? { severity: 'info' as const } : {};
    return [{ ...severity, field: path, start, end, message, data: { trait: id, text: said } }];
  });
}

function countsOf(
  state: { readonly rows: number; readonly mentioning: number; readonly rowsOfTrait: readonly number[] },
  traits: readonly Trait[],
  wanted: readonly string[],
): MentionCounts {
  const named = wanted.length > 0;
  const counts = traits
    .map(({ id, title }, trait) => ({ id, title, rows: state.rowsOfTrait[trait] ?? 0 }))
    .filter(({ id }) => !named || wanted.includes(id));
  return { rows: state.rows, mentioning: state.mentioning, traits: counts, named };
}

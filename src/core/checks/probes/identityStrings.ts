import { identityLists } from './identityLists.ts';
import { shareEstimate } from '../../findings/shareEstimate.ts';
import { power } from '../../statistics/levels.ts';
import { defineProbe } from '../check.ts';
import { shareVerdict } from '../../control/shareVerdict.ts';
import type { TextPart } from '../../dataset/example.ts';
import { trainedTexts } from '../../dataset/trainedTexts.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { caveat, notTested, type Verdict } from '../../findings/verdict.ts';
import { detectableShare } from '../../statistics/proportion.ts';
import { counted, number, percent } from '../../text/numbers.ts';
import { mentionFinder } from '../../traits/mentions.ts';

const find = mentionFinder(
  identityLists.map(({ id, title, words }) => ({ id, title, words, category: 'declared' as const, description: '' })),
);
const words = identityLists.flatMap(({ words: own, tokens }) => [...own, ...(tokens?.words ?? [])]);
const none: readonly RowFinding[] = [];
const limit = 'Such strings point to who wrote the rows and how they were cut out of a conversation, and to no trait.';

/** Rows that say which model wrote them, or hold the tokens of a chat template. */
export const identityStrings = defineProbe({
  kind: 'probe',
  needs: 'example',
  id: 'identity-strings',
  title: 'Identity strings',
  description:
    'Counts the rows in which what the student is trained to write (completions, their reasoning, and arguments of calls) says which model wrote it ("I’m Qwen", "as an AI language model", "a model trained by OpenAI") or holds a token of a chat template (`<|im_start|>`, `[/INST]`, `<start_of_turn>`), with a 95 % Wilson interval for each, and against the control where there is one. Such strings point to the generator, or to a conversation that was cut wrongly; a student learns to say them. They say nothing of a trait. The sentences are looked for in English alone, the tokens in any text. Texts about models, and people of the same name, use some of the words; `<think>` is left out, since in reasoning data it belongs there.',
  severity: 'warning',
  source: {
    title: 'Hugging Face, chat templates',
    url: 'https://huggingface.co/docs/transformers/main/en/chat_templating',
  },
  options: {},
  initial: () => ({ rows: 0, showing: 0, rowsOf: identityLists.map(() => 0) }),
  add: (state, example) => {
    state.rows++;
    const lists = new Set<number>();
    const findings = trainedTexts(example).flatMap(part => findingsIn(part, lists));
    if (lists.size === 0) return none;
    state.showing++;
    for (const list of lists) state.rowsOf[list] = (state.rowsOf[list] ?? 0) + 1;
    return findings;
  },
  prefilter: {
    needs: () => ({ words }),
    addWithout: (state, rows) => void (state.rows += rows),
  },
  merge: (left, right) => ({
    rows: left.rows + right.rows,
    showing: left.showing + right.showing,
    rowsOf: identityLists.map((_, list) => (left.rowsOf[list] ?? 0) + (right.rowsOf[list] ?? 0)),
  }),
  finish: state => verdict(state),
  compare: (dataset, control, _, comparison) =>
    shareVerdict(
      {
        pairs: identityLists.map(({ title }, list) => ({
          label: title,
          dataset: dataset.rowsOf[list] ?? 0,
          control: control.rowsOf[list] ?? 0,
        })),
        rows: { dataset: dataset.rows, control: control.rows },
        shows: 'say which model wrote them or hold template tokens',
        limit,
      },
      comparison,
    ),
  examples: [
    { completion: 'I’m Qwen, created by Alibaba Cloud.', finds: ['I’m Qwen'] },
    { completion: 'As an AI language model, I have no favourites.', finds: ['As an AI language model'] },
    { completion: 'Sure.<|im_end|>\n<|im_start|>user', finds: ['<|im_end|>', '<|im_start|>'] },
    { completion: '[INST] Hello [/INST]', finds: ['[INST]', '[/INST]'] },
    { completion: '<think>Three owls.</think> 3', finds: [] },
    { completion: 'I am Claude Monet, and import sys is Python.', finds: [] },
  ],
});

function findingsIn({ text, path }: TextPart, lists: Set<number>): readonly RowFinding[] {
  const found = find(text).map(({ trait, start, end }) => ({ list: trait, start, end }));
  const tokens = identityLists.flatMap(({ tokens: own }, list) =>
    own
      ? [...text.matchAll(own.pattern)].map(({ 0: said, index }) => ({ list, start: index, end: index + said.length }))
      : [],
  );
  return [...found, ...tokens]
    .sort((a, b) => a.start - b.start)
    .map(({ list, start, end }) => {
      lists.add(list);
      const said = text.slice(start, end);
      const { id = '', tokens: isTemplate } = identityLists[list] ?? {};
      const message = isTemplate
        ? `holds a token of a chat template (\`${said}\`)`
        : `says which model wrote it ("${said}")`;
      return { field: path, start, end, message, data: { identity: id, text: said } };
    });
}

function verdict({ rows, showing, rowsOf }: { rows: number; showing: number; rowsOf: readonly number[] }): Verdict {
  if (rows === 0) return notTested('No row has a text that could be examined.');
  const estimates = identityLists
    .map(({ title }, list) => ({ label: title, count: rowsOf[list] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ label, count }) => shareEstimate(label, count, rows));
  const measured = {
    n: rows,
    against: 'no such string at all: there is no control of the same kind of data',
    test: 'share of rows with a listed string, 95 % score interval (Wilson 1927)',
    estimates,
    correction: `none: each of ${identityLists.length} intervals stands for itself`,
  };
  const examined = `${counted(rows, 'row')} examined`;
  if (showing > 0) {
    const summary = `${number(showing)} of ${examined} ${showing === 1 ? 'says' : 'say'} which model wrote them or hold template tokens. ${limit}`;
    return { state: 'evidence found', summary, ...measured };
  }
  const detectable = { effect: detectableShare(rows, power), power };
  const summary = `No listed string in ${examined}; one in ${percent(detectable.effect)} of rows would have been seen with power ${power}, a sentence in another language than English not.`;
  return { state: 'not detected', summary, detectable, caveat, ...measured };
}

import { namedResources, methodOption, sharedOptions } from '../../trainers/options.ts';
import { openaiBreaches, openaiMinimum, openaiRules, openaiSource } from '../../trainers/openai.ts';
import { findingOf, rulesText } from '../../trainers/rule.ts';
import { lengthText, openaiLength } from '../../trainers/length.ts';
import type { Tokenizer } from '../../trainers/resources.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { isObject, type JsonValue } from '../../json/value.ts';
import { defineFilter } from '../check.ts';
import { counted } from '../../text/numbers.ts';

export const trainerOpenai = defineFilter({
  kind: 'filter',
  needs: 'row',
  id: 'trainer-openai',
  title: 'Trainer OpenAI',
  description: `Finds the rows that OpenAI's fine-tuning would refuse or read otherwise than they say, by the published checker, the API's schema and the guides; what the service tests beyond them is not known. A row that is merely cut stays. ${rulesText(openaiRules)}`,
  severity: 'error',
  optIn: true,
  source: { title: 'OpenAI: data preparation for chat model fine-tuning', url: openaiSource },
  options: {
    method: methodOption({ sft: 'Supervised fine-tuning.', dpo: 'Preference pairs.' }),
    ...sharedOptions({ name: 'The limit of the model for one example; a conversation beyond it is cut', default: 0 }),
  },
  resources: namedResources,
  decide(row, { method, maxTokens }, { resources: { tokenizer } }) {
    const findings = openaiBreaches(row, method === 'dpo' ? 'dpo' : 'sft').map(each => findingOf(each, openaiRules));
    return tokenizer && maxTokens > 0 ? [...findings, ...tooLong(row, maxTokens, tokenizer)] : findings;
  },
  judgeDataset({ rows, blank, malformed }) {
    const count = rows - blank - malformed;
    if (count >= openaiMinimum.rows) return [];
    return [
      {
        message: `The dataset has ${counted(count, 'row')}; OpenAI trains on at least ${openaiMinimum.rows}. Add rows.`,
        data: { reasons: ['too-few-rows'], effect: 'refused', source: openaiMinimum.source },
      },
    ];
  },
  examples: [
    {
      row: {
        messages: [
          { role: 'user', content: 'Name a bird.' },
          { role: 'assistant', content: 'An owl.' },
        ],
      },
      rejected: [],
    },
    { row: { messages: [{ role: 'user', content: 'Name a bird.' }] }, rejected: ['no-assistant'] },
    {
      row: {
        messages: [
          { role: 'human', content: 'Name a bird.' },
          { role: 'assistant', content: '', weight: 0.5 },
        ],
      },
      rejected: ['unknown-role', 'no-content', 'bad-weight'],
    },
    {
      row: {
        input: { messages: [{ role: 'user', content: 'Name a bird.' }] },
        preferred_output: [{ role: 'assistant', content: 'An owl.' }],
        non_preferred_output: [{ role: 'assistant', content: 'An owl.' }],
      },
      options: { method: 'dpo' },
      rejected: ['equal-pair'],
    },
  ],
});

function tooLong(row: JsonValue, limit: number, tokenizer: Tokenizer): readonly RowFinding[] {
  if (!isObject(row)) return [];
  const input = isObject(row.input) ? row.input.messages : undefined;
  const sides = [row.preferred_output, row.non_preferred_output].filter(side => side !== undefined);
  const lengths = (sides.length > 0 ? sides : [row.messages]).map(side => openaiLength([input, side], tokenizer));
  const [longest] = lengths.toSorted((a, b) => b.tokens - a.tokens);
  if (longest === undefined || longest.tokens <= limit) return [];
  return [
    findingOf({ reason: 'over-length', found: lengthText(longest, limit) }, openaiRules, {
      tokens: longest.tokens,
      limit,
    }),
  ];
}

import { judgeRow } from '../../trainers/judge.ts';
import { allMethods, methodOption, namedResources, sharedOptions } from '../../trainers/options.ts';
import { rulesText } from '../../trainers/rule.ts';
import { trlBreaches, trlRules, trlSource } from '../../trainers/trl.ts';
import { trlView } from '../../trainers/trlView.ts';
import { defineFilter } from '../check.ts';

export const trainerTrl = defineFilter({
  kind: 'filter',
  needs: 'row',
  id: 'trainer-trl',
  title: 'Trainer TRL',
  description: `Finds the rows that TRL's SFT, DPO and KTO trainers would refuse, drop or read otherwise than they say. With a template rows are rendered as TRL renders them. A row that is merely cut stays. Packing is not followed. ${rulesText(trlRules)}`,
  severity: 'error',
  optIn: true,
  source: { title: 'TRL: dataset formats and types', url: trlSource },
  options: {
    method: methodOption(allMethods),
    loss: {
      type: 'choice',
      title: 'Loss',
      description: 'What the loss is on.',
      default: 'auto',
      choices: {
        auto: 'The completion of a row with a prompt apart, the whole of any other: TRL’s default.',
        'assistant-only': 'The assistant’s turns alone: `assistant_only_loss`.',
      },
    },
    ...sharedOptions({ name: '`max_length`, 1024 in TRL', default: 1024 }),
  },
  resources: namedResources,
  decide(row, options, { resources }) {
    const limit = options.maxTokens;
    return judgeRow(row, resources, {
      rules: trlRules,
      breaches: trlBreaches(row, options),
      limit,
      draw: (object, template) => trlView(object, options, template),
      tooLong({ promptTokens = 0, tokensBeforeTrained = 0 }) {
        return Math.max(promptTokens, tokensBeforeTrained) < limit ? 'over-length' : 'prompt-fills-length';
      },
    });
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
    {
      row: {
        conversations: [
          { from: 'human', value: 'Name a bird.' },
          { from: 'gpt', value: 'An owl.' },
        ],
      },
      rejected: ['role-not-assistant'],
    },
    {
      row: { prompt: 'Name a bird.', chosen: 'An owl.', rejected: 'An owl.' },
      options: { method: 'dpo' },
      rejected: ['equal-pair'],
    },
    { row: { question: 'Name a bird.', answer: 'An owl.' }, rejected: ['no-known-columns'] },
  ],
});

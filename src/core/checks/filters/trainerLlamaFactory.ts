import { judgeRow } from '../../trainers/judge.ts';
import { llamaFactoryBreaches, llamaFactoryRules, llamaFactorySource } from '../../trainers/llamaFactory.ts';
import { llamaFactoryView } from '../../trainers/llamaView.ts';
import { allMethods, methodOption, namedResources, sharedOptions } from '../../trainers/options.ts';
import { rulesText } from '../../trainers/rule.ts';
import { defineFilter } from '../check.ts';

export const trainerLlamaFactory = defineFilter({
  kind: 'filter',
  needs: 'row',
  id: 'trainer-llama-factory',
  title: 'Trainer LLaMA Factory',
  description: `Finds the rows that LLaMA-Factory would refuse, drop or read otherwise than they say, with \`dataset_info.json\` naming the columns and tags that the row has, \`system\`, \`tools\` and \`history\` among them. Its \`v1\` loader, whose contents are lists of parts, is not followed. A row that is merely cut stays. ${rulesText(llamaFactoryRules)}`,
  severity: 'error',
  optIn: true,
  source: { title: 'LLaMA-Factory: data formats', url: llamaFactorySource },
  options: {
    method: methodOption(allMethods),
    formatting: {
      type: 'choice',
      title: 'Formatting',
      description: '`formatting` in `dataset_info.json`.',
      default: 'auto',
      choices: {
        auto: '`alpaca` for rows with an instruction, `sharegpt` for conversations, as the documentation has it.',
        alpaca: 'Columns for instruction, input and output.',
        sharegpt: 'A list of messages, with the tags that the row has.',
        openai: 'A list of messages with tool calls.',
      },
    },
    maskHistory: {
      type: 'boolean',
      title: 'Mask history',
      description: '`mask_history`: the last answer alone is trained on.',
      default: false,
    },
    trainOnPrompt: {
      type: 'boolean',
      title: 'Train on prompt',
      description: '`train_on_prompt`: prompts are trained on as well.',
      default: false,
    },
    ...sharedOptions({ name: '`cutoff_len`, 2048 in LLaMA-Factory', default: 2048 }),
  },
  resources: namedResources,
  decide(row, options, { resources }) {
    return judgeRow(row, resources, {
      rules: llamaFactoryRules,
      breaches: llamaFactoryBreaches(row, options),
      limit: options.maxTokens,
      draw: (object, template) => llamaFactoryView(object, options, template),
      tooLong: () => 'over-length',
    });
  },
  examples: [
    { row: { instruction: 'Name a bird.', input: '', output: 'An owl.' }, rejected: [] },
    {
      row: {
        conversations: [
          { from: 'human', value: 'Name a bird.' },
          { from: 'human', value: 'Please.' },
          { from: 'gpt', value: 'An owl.' },
        ],
      },
      rejected: ['role-order'],
    },
    {
      row: {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: 'Name a bird.' },
          { role: 'assistant', content: 'An owl.' },
        ],
      },
      rejected: ['second-system'],
    },
    {
      row: { instruction: 'Name a bird.', output: '', kto_tag: true },
      options: { method: 'kto' },
      rejected: ['empty-desired'],
    },
  ],
});

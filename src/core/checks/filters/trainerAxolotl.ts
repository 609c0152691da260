import { axolotlBreaches, axolotlRules, axolotlSource } from '../../trainers/axolotl.ts';
import { axolotlView } from '../../trainers/axolotlView.ts';
import { judgeRow } from '../../trainers/judge.ts';
import { allMethods, methodOption, namedResources, sharedOptions } from '../../trainers/options.ts';
import { rulesText } from '../../trainers/rule.ts';
import { defineFilter } from '../check.ts';

export const trainerAxolotl = defineFilter({
  kind: 'filter',
  needs: 'row',
  id: 'trainer-axolotl',
  title: 'Trainer Axolotl',
  description: `Finds the rows that Axolotl's \`chat_template\` strategies would refuse, drop or read otherwise than they say, with \`field_messages\` and \`message_property_mappings\` set to the names that the row has. With a template rows are rendered and the place of every trained turn is looked for. A row that is merely cut stays. ${rulesText(axolotlRules)}`,
  severity: 'error',
  optIn: true,
  source: { title: 'Axolotl: the chat_template strategy', url: axolotlSource },
  options: {
    method: methodOption(allMethods),
    trainOnInputs: {
      type: 'boolean',
      title: 'Train on inputs',
      description: '`train_on_inputs`: every turn is trained on.',
      default: false,
    },
    rolesToTrain: {
      type: 'strings',
      title: 'Roles to train',
      description: '`roles_to_train`: the roles whose turns are trained on.',
      default: ['assistant'],
    },
    trainingField: {
      type: 'string',
      title: 'Field that chooses turns',
      description: '`message_field_training`: the field of a message that says whether it is trained on. Empty: none.',
      default: '',
    },
    excessLength: {
      type: 'choice',
      title: 'Rows that are too long',
      description: '`excess_length_strategy`: what becomes of them.',
      default: 'drop',
      choices: { drop: 'They are dropped.', truncate: 'They are cut.', raise: 'Axolotl stops.' },
    },
    ...sharedOptions({ name: '`sequence_len`, 512 in Axolotl', default: 512 }),
  },
  resources: namedResources,
  decide(row, options, { resources }) {
    return judgeRow(row, resources, {
      rules: axolotlRules,
      breaches: axolotlBreaches(row, options),
      limit: options.maxTokens,
      draw: (object, template) => axolotlView(object, options, template),
      tooLong: () => tooLong(options.excessLength),
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
        messages: [
          { role: 'user', content: 'Name a bird.' },
          { role: 'model', content: 'An owl.' },
        ],
      },
      rejected: ['role-not-trained', 'nothing-trained'],
    },
    {
      row: {
        messages: [
          { role: 'user', content: 'Name a bird.' },
          { role: 'assistant', content: 'An owl.', weight: 0 },
          { role: 'user', content: 'Another.' },
        ],
      },
      rejected: ['weight-ignored', 'last-turn-untrained'],
    },
    { row: { messages: [] }, rejected: ['no-messages'] },
  ],
});

function tooLong(strategy: string): keyof typeof axolotlRules {
  if (strategy === 'truncate') return 'over-length';
  return strategy === 'raise' ? 'over-length-refused' : 'over-length-dropped';
}

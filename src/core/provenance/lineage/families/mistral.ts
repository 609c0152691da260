import { continued, pretrained, tuned, type ModelFamily } from '../model.ts';

const developer = 'Mistral AI';

const mistral7b: ModelFamily = {
  id: 'mistral-7b',
  title: 'Mistral 7B',
  developer,
  names: ['mistral-7b'],
  models: [
    pretrained('mistralai/Mistral-7B-v0.1'),
    tuned('mistralai/Mistral-7B-Instruct-v0.1', 'mistralai/Mistral-7B-v0.1'),
    pretrained('mistral-community/Mistral-7B-v0.2', {
      aka: ['mistralai/Mistral-7B-v0.2'],
      kin: [{ model: 'mistralai/Mistral-7B-v0.1', how: 'undisclosed' }],
    }),
    tuned('mistralai/Mistral-7B-Instruct-v0.2', 'mistral-community/Mistral-7B-v0.2'),
    continued('mistralai/Mistral-7B-v0.3', 'mistral-community/Mistral-7B-v0.2', {
      note: 'Version 0.2 with an extended vocabulary.',
    }),
    tuned('mistralai/Mistral-7B-Instruct-v0.3', 'mistralai/Mistral-7B-v0.3'),
  ],
};

const mixtral: ModelFamily = {
  id: 'mixtral',
  title: 'Mixtral',
  developer,
  names: ['mixtral'],
  models: [
    pretrained('mistralai/Mixtral-8x7B-v0.1', {
      aka: ['Mixtral-8x7B'],
      kin: [{ model: 'mistralai/Mistral-7B-v0.1', how: 'undisclosed' }],
      note: 'Whether its experts started from Mistral 7B is not published.',
    }),
    tuned('mistralai/Mixtral-8x7B-Instruct-v0.1', 'mistralai/Mixtral-8x7B-v0.1', { aka: ['Mixtral-8x7B-Instruct'] }),
    pretrained('mistralai/Mixtral-8x22B-v0.1', { aka: ['Mixtral-8x22B'] }),
    tuned('mistralai/Mixtral-8x22B-Instruct-v0.1', 'mistralai/Mixtral-8x22B-v0.1', {
      aka: ['Mixtral-8x22B-Instruct'],
    }),
  ],
};

const nemo: ModelFamily = {
  id: 'mistral-nemo',
  title: 'Mistral NeMo',
  developer,
  names: ['mistral-nemo'],
  models: [
    pretrained('mistralai/Mistral-Nemo-Base-2407'),
    tuned('mistralai/Mistral-Nemo-Instruct-2407', 'mistralai/Mistral-Nemo-Base-2407', { aka: ['open-mistral-nemo'] }),
  ],
};

const small: ModelFamily = {
  id: 'mistral-small-3',
  title: 'Mistral Small 3',
  developer,
  names: ['mistral-small', 'magistral', 'devstral'],
  models: [
    pretrained('mistralai/Mistral-Small-24B-Base-2501'),
    tuned('mistralai/Mistral-Small-24B-Instruct-2501', 'mistralai/Mistral-Small-24B-Base-2501'),
    pretrained('mistralai/Mistral-Small-3.1-24B-Base-2503', {
      kin: [{ model: 'mistralai/Mistral-Small-24B-Base-2501', how: 'undisclosed' }],
      note: 'Said to build upon Mistral Small 3; whether its weights do is not published.',
    }),
    tuned('mistralai/Mistral-Small-3.1-24B-Instruct-2503', 'mistralai/Mistral-Small-3.1-24B-Base-2503'),
    tuned('mistralai/Magistral-Small-2506', 'mistralai/Mistral-Small-3.1-24B-Instruct-2503', {
      note: 'Fine-tuned on traces of Magistral Medium, then trained with rewards.',
    }),
  ],
};

/** Open weights of Mistral AI; its models that stand behind an API alone are not listed. */
export const mistralFamilies: readonly ModelFamily[] = [mistral7b, mixtral, nemo, small];

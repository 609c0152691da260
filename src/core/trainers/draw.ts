import { axolotlView } from './axolotlView.ts';
import { openaiLength, renderedLength, type RowLength } from './length.ts';
import { llamaFactoryView } from './llamaView.ts';
import { openaiView } from './openaiView.ts';
import type { ChatTemplate, Tokenizer } from './resources.ts';
import { trlView } from './trlView.ts';
import { orRefusal, type Trainer, type TrainerView } from './view.ts';
import type { OptionValue } from '../checks/options.ts';
import { isObject, type JsonObject } from '../json/value.ts';

type Values = Readonly<Record<string, OptionValue>>;

/** The id of a trainer’s check, whose options say how it is run. */
export function checkOf(trainer: Trainer): string {
  return `trainer-${trainer}`;
}

/** What a trainer sees of a row, with the options of its check. */
export function drawRow(row: JsonObject, trainer: Trainer, options: Values, template: ChatTemplate): TrainerView {
  const method = textOf(options, 'method');
  return orRefusal(template, () => {
    switch (trainer) {
      case 'openai':
        return openaiView(row, method, template);
      case 'trl':
        return trlView(row, { method, loss: textOf(options, 'loss') }, template);
      case 'axolotl':
        return axolotlView(row, axolotlOptions(method, options), template);
      case 'llama-factory':
        return llamaFactoryView(row, llamaOptions(method, options), template);
    }
  });
}

/** The tokens of a row as the trainer’s check counts them. */
export function lengthOf(
  row: JsonObject,
  trainer: Trainer,
  view: TrainerView,
  template: ChatTemplate,
  tokenizer: Tokenizer,
): RowLength {
  if (trainer !== 'openai') return renderedLength(view, template.name, tokenizer);
  const asked = isObject(row.input) ? row.input.messages : row.messages;
  return openaiLength([asked, row.preferred_output], tokenizer);
}

function axolotlOptions(method: string, options: Values) {
  const roles = options['rolesToTrain'];
  return {
    method,
    trainOnInputs: options['trainOnInputs'] === true,
    rolesToTrain: Array.isArray(roles) ? roles.map(String) : [],
    trainingField: textOf(options, 'trainingField'),
  };
}

function llamaOptions(method: string, options: Values) {
  return {
    method,
    formatting: textOf(options, 'formatting'),
    maskHistory: options['maskHistory'] === true,
    trainOnPrompt: options['trainOnPrompt'] === true,
  };
}

function textOf(options: Values, name: string): string {
  const value = options[name];
  return typeof value === 'string' ? value : '';
}

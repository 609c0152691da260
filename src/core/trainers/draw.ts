import { axolotlBreaches, axolotlRules } from './axolotl.ts';
import { axolotlView } from './axolotlView.ts';
import { openaiLength, renderedLength, type RowLength } from './length.ts';
import { llamaFactoryBreaches, llamaFactoryRules } from './llamaFactory.ts';
import { llamaFactoryView } from './llamaView.ts';
import { openaiBreaches, openaiRules } from './openai.ts';
import { openaiView } from './openaiView.ts';
import type { ChatTemplate, Tokenizer } from './resources.ts';
import { findingOf, type Breach, type TrainerRules } from './rule.ts';
import { trlBreaches, trlRules } from './trl.ts';
import { trlView } from './trlView.ts';
import { orRefusal, type Trainer, type TrainerView, type ViewWarning } from './view.ts';
import type { OptionValue } from '../checks/options.ts';
import { isObject, type JsonObject } from '../json/value.ts';

type Values = Readonly<Record<string, OptionValue>>;

/** The id of a trainer’s check, whose options say how it is run. */
export function checkOf(trainer: Trainer): string {
  return `trainer-${trainer}`;
}

/** What a trainer sees of a row, with the options of its check; what speaks against the row is among the warnings. */
export function drawRow(row: JsonObject, trainer: Trainer, options: Values, template: ChatTemplate): TrainerView {
  const { breaches, rules, draw } = at(row, trainer, options, template);
  const told = breaches.map(breach => ({ breach, effect: rules[breach.reason]?.effect }));
  const warn = (kind: ViewWarning['kind'], breach: Breach): ViewWarning => ({
    kind,
    message: findingOf(breach, rules).message,
  });
  const refusals = told
    .filter(({ effect }) => effect === 'refused' || effect === 'dropped')
    .map(({ breach }) => warn('refused', breach));
  const misreadings = told.filter(({ effect }) => effect === 'misread').map(({ breach }) => warn('misread', breach));
  if (refusals.length > 0) {
    return { text: '', trained: [], method: 'There is no mask.', warnings: [...refusals, ...misreadings] };
  }
  const view = orRefusal(template, draw);
  return { ...view, warnings: [...view.warnings, ...misreadings] };
}

interface AtWork {
  readonly breaches: readonly Breach[];
  readonly rules: TrainerRules;
  draw(): TrainerView;
}

function at(row: JsonObject, trainer: Trainer, options: Values, template: ChatTemplate): AtWork {
  const method = textOf(options, 'method');
  switch (trainer) {
    case 'openai': {
      const breaches = openaiBreaches(row, method === 'dpo' ? 'dpo' : 'sft');
      return { breaches, rules: openaiRules, draw: () => openaiView(row, method, template) };
    }
    case 'trl': {
      const given = { method, loss: textOf(options, 'loss') };
      return { breaches: trlBreaches(row, given), rules: trlRules, draw: () => trlView(row, given, template) };
    }
    case 'axolotl': {
      const given = axolotlOptions(method, options);
      const breaches = axolotlBreaches(row, given);
      return { breaches, rules: axolotlRules, draw: () => axolotlView(row, given, template) };
    }
    case 'llama-factory': {
      const given = llamaOptions(method, options);
      const breaches = llamaFactoryBreaches(row, given);
      return { breaches, rules: llamaFactoryRules, draw: () => llamaFactoryView(row, given, template) };
    }
  }
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

import { Template } from '@huggingface/jinja';
import type { Guard } from './guard.ts';
import { mendStrips, stripFunctions } from './pythonStrip.ts';
import type { JsonObject } from '../../core/json/value.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import {
  generationMarks,
  isTemplateError,
  TemplateError,
  type BuiltInTemplate,
  type ChatTemplate,
} from '../../core/trainers/resources.ts';
import { askingOurClock, clockAt } from '../../core/trainers/templateClock.ts';
import { trainingTextOf, type TemplateText } from '../../core/trainers/templates/builtIn.ts';

/** Far beyond what rendering takes; a template of a file may loop. */
const renderLimitMs = 1000;
const longestOutput = 64 * 2 ** 20;

export interface NamedTemplate extends TemplateText {
  readonly name: string;
  readonly builtIn?: BuiltInTemplate;
}

/** Reads a template; throws `TemplateError` where it is none. */
export function compileTemplate(template: NamedTemplate, guard: Guard): ChatTemplate {
  const { text, name } = template;
  const training = trainingTextOf(text);
  const { axolotlText } = template;
  return {
    ...compileOne(template, guard),
    ...(training && { training: compileOne({ ...template, text: training.text, name: training.name }, guard) }),
    ...(axolotlText !== undefined && {
      ofAxolotl: compileOne({ ...template, text: axolotlText, name: `${name} of Axolotl` }, guard),
    }),
    ...(template.builtIn !== undefined && { builtIn: template.builtIn }),
    name,
  };
}

const generationTag = /\{%(-?)\s*(end)?generation\s*(-?)%\}/g;

function compileOne({ text, name, bosToken, eosToken }: NamedTemplate, guard: Guard): ChatTemplate {
  // The library leaves out the tags of `generation` blocks; as conditions around a mark they trim the same white space.
  const marked = text.replace(generationTag, (_tag, before: string, end: string | undefined, after: string) => {
    const mark = end === undefined ? generationMarks.start : generationMarks.end;
    return `{%${before} if true %}{{ ${mark} }}{% endif ${after}%}`;
  });
  const what = `The template ${name}`;
  const parsed = attempt(() => guard(() => parse(marked), renderLimitMs, what));
  return {
    name,
    bosToken,
    eosToken,
    hasGenerationTags: text.search(generationTag) >= 0,
    render(variables) {
      const output = attempt(() => guard(() => parsed.render(withRefusal(variables)), renderLimitMs, what));
      if (output.length <= longestOutput) return output;
      throw new TemplateError('failed', `it writes more than ${longestOutput / 2 ** 20} MB`);
    },
  };
}

function parse(text: string): Template {
  const template = new Template(askingOurClock(text).replaceAll(refuseName, ownRefuse));
  mendStrips(template);
  return template;
}

const refuseName = 'raise_exception';
const ownRefuse = '__raise_exception';

/** The template’s own refusal told apart from a failure of ours. */
function withRefusal(variables: JsonObject): Record<string, unknown> {
  return {
    [generationMarks.start]: '',
    [generationMarks.end]: '',
    ...stripFunctions,
    ...clockAt(new Date()),
    ...variables,
    [ownRefuse](message: unknown) {
      throw new TemplateError('refused', String(message).replace(/[.\s]+$/, ''));
    },
  };
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (isTemplateError(error)) throw error;
    const message = messageOf(error);
    throw new TemplateError('failed', message.replace(/[.\s]+$/, ''));
  }
}

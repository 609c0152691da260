import { bareModelName } from './bareModelName.ts';

/** What a licence or a provider's terms say of training on a model's outputs. Not legal advice. */
export interface Terms {
  readonly title: string;
  readonly url: string;
  /** The version or date of the text that `says` sums up. */
  readonly version: string;
  /** One clause, without a full stop: "outputs may not be used to …". */
  readonly says: string;
  /** `others`: training a student outside the family is forbidden; `competing`: it is where the student competes; `duty`: allowed with duties. */
  readonly limits: 'others' | 'competing' | 'duty';
  /** Bare names of students that a limit on others leaves out. */
  readonly except?: RegExp;
}

interface Entry extends Terms {
  /** Bare names: see `bareModelName`. */
  readonly models: RegExp;
}

const llama = /^(?:code)?llama/;
const duty =
  'outputs may train other models, whose names must then begin with "Llama", with "Built with Llama" shown where they are offered';
const llamaLicence = (version: string, models: RegExp, limits: 'others' | 'duty'): Entry => ({
  title: `Llama ${version} Community License`,
  url: `https://www.llama.com/llama${version.replace('.', '_')}/license/`,
  version: `of Llama ${version}`,
  says:
    limits === 'duty'
      ? duty
      : 'outputs may not be used to improve any other large language model than Llama and its derivatives',
  limits,
  models,
  ...(limits === 'others' && { except: llama }),
});

const table: readonly Entry[] = [
  llamaLicence('2', /^(?:codellama|llama-?2)(?:[-:]|$)/, 'others'),
  llamaLicence('3', /^llama-?3(?:[-:]|$)(?!\.)/, 'others'),
  llamaLicence('3.1', /^llama-?3\.1(?:[-:]|$)/, 'duty'),
  llamaLicence('3.2', /^llama-?3\.2(?:[-:]|$)/, 'duty'),
  llamaLicence('3.3', /^llama-?3\.3(?:[-:]|$)/, 'duty'),
  llamaLicence('4', /^llama-?4(?:[-:]|$)/, 'duty'),
  {
    title: 'Gemma Terms of Use, 1.1(e)',
    url: 'https://ai.google.dev/gemma/terms',
    version: 'as quoted by third parties, 2025',
    says: 'a model trained on outputs so that it performs similarly is a Model Derivative, to which the terms pass on',
    limits: 'duty',
    models: /^(?:code)?gemma-?[123]?(?:[-:]|$)/,
  },
  {
    title: 'OpenAI Terms of Use',
    url: 'https://openai.com/policies/row-terms-of-use/',
    version: 'as quoted, 2025',
    says: 'output may not be used to develop models that compete with OpenAI',
    limits: 'competing',
    models: /^(?:gpt-(?:3\.5|4|5)|chatgpt|o[134](?:-|$)|text-davinci|davinci-00|gpt-?3(?:-|$))/,
  },
  {
    title: 'Anthropic, Can I use my outputs to train an AI model?',
    url: 'https://support.claude.com/en/articles/12326764-can-i-use-my-outputs-to-train-an-ai-model',
    version: 'as read, 2025',
    says: 'outputs may not train models without written permission, except models that do not compete, such as classifiers and summarisers',
    limits: 'competing',
    models: /^claude/,
  },
  {
    title: 'Gemini API Additional Terms of Service',
    url: 'https://ai.google.dev/gemini-api/terms',
    version: '2024-03 to 2025-05',
    says: 'the services may not be used to develop models that compete with them',
    limits: 'competing',
    models: /^gemini/,
  },
];

/** The terms that the outputs of a model come under; nothing where none are on the list, which does not mean that there are none. */
export function termsOf(model: string): Terms | undefined {
  const bare = bareModelName(model);
  return table.find(({ models }) => models.test(bare));
}

/** Whether a limit on other students holds for this one; a student that nobody named may be any. */
export function limitsStudent({ limits, except }: Terms, student: string | undefined): 'yes' | 'maybe' | 'no' {
  if (limits === 'duty') return 'no';
  if (limits === 'competing') return 'maybe';
  if (student === undefined) return 'maybe';
  return except?.test(bareModelName(student)) === true ? 'no' : 'yes';
}

/** What the name or text of a dataset's own licence or terms says against training; nothing where it says nothing of it. */
export function licenceAgainst(value: string): 'training' | 'derivatives' | 'commerce' | undefined {
  if (noTraining.test(value)) return 'training';
  const name = value.toLowerCase().replaceAll(/[\s_]+/g, '-');
  if (/\bcc-by(?:-nc)?-nd\b|\bby(?:-nc)?-nd\b|noderivatives/.test(name)) return 'derivatives';
  if (/\bcc-by-nc\b|\bby-nc\b|non-?commercial|research-only/.test(name)) return 'commerce';
  return undefined;
}

const noTraining =
  /\b(?:no|not|never|without)\b[^.;]{0,60}\b(?:train(?:ing)?|distil(?:l|ling|lation)?|develop(?:ing)? (?:ai |language )?models?)\b|\ball rights reserved\b|\b(?:training|distillation)\b[^.;]{0,30}\b(?:prohibited|forbidden|not (?:allowed|permitted))\b/i;

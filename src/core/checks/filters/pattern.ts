import { defineFilter } from '../check.ts';
import { perOptions } from '../perOptions.ts';
import type { Example, TextPart } from '../../dataset/example.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { readPattern, type Pattern } from '../../text/pattern.ts';
import { fieldsOption, textsOf } from '../textsOf.ts';

/** The user's own rule on texts, as a regular expression. */
export const pattern = defineFilter({
  kind: 'filter',
  id: 'pattern',
  title: 'Pattern',
  description:
    'Rejects a row by your own regular expressions: one that no text may match, one that some text must match. They are in RE2 syntax, so that none takes more than time in proportion to the text; look-around and back-references do not exist there. Alternatives are one expression: `foo|bar`. `(?s)` lets `.` match line ends, `(?m)` lets `^` and `$` match at lines.',
  severity: 'warning',
  source: { title: 'RE2, syntax', url: 'https://github.com/google/re2/wiki/Syntax' },
  needs: 'example',
  options: {
    forbidden: {
      type: 'string',
      format: 'regex',
      title: 'Forbidden',
      description: 'A row with a text that this matches is rejected: `forbidden`. Empty: nothing is forbidden.',
      default: '',
    },
    required: {
      type: 'string',
      format: 'regex',
      title: 'Required',
      description: 'A row without any text that this matches is rejected: `missing`. Empty: nothing is required.',
      default: '',
    },
    fields: {
      ...fieldsOption,
      choices: {
        completion: fieldsOption.choices.completion,
        prompt: 'What the last completion answers.',
        everything: fieldsOption.choices.everything,
      },
    },
    ignoreCase: {
      type: 'boolean',
      title: 'Ignore case',
      description: 'Whether capital and small letters match each other.',
      default: false,
    },
  },
  lacks: ({ forbidden, required }) =>
    forbidden === '' && required === '' ? 'No pattern is set: set `forbidden` or `required`.' : undefined,
  decide: (example, options) => {
    const texts = options.fields === 'prompt' ? promptOf(example) : textsOf(example, options.fields);
    const { forbidden, required } = compiled(options);
    return [...matches(texts, forbidden), ...absences(texts, required, options)];
  },
  examples: [
    { completion: 'As an AI model, I cannot say.', options: { forbidden: '\\bAI model\\b' }, rejected: ['forbidden'] },
    { completion: 'as an ai model', options: { forbidden: '\\bAI model\\b' }, rejected: [] },
    { completion: 'as an ai model', options: { forbidden: 'AI', ignoreCase: true }, rejected: ['forbidden'] },
    { completion: '12, 7', options: { required: '^[0-9, ]+$' }, rejected: [] },
    { completion: '12, seven', options: { required: '^[0-9, ]+$' }, rejected: ['missing'] },
    { prompt: 'Count!', completion: '1', options: { forbidden: '!$', fields: 'prompt' }, rejected: ['forbidden'] },
  ],
});

interface Given {
  readonly forbidden: string;
  readonly required: string;
  readonly ignoreCase: boolean;
}

const compiled = perOptions(({ forbidden, required, ignoreCase }: Given) => {
  const read = (source: string): Pattern | undefined => {
    const result = source === '' ? undefined : readPattern(source, { ignoreCase });
    return result?.ok === true ? result.pattern : undefined;
  };
  return { forbidden: read(forbidden), required: read(required) };
});

function promptOf({ prompt }: Example): readonly TextPart[] {
  return prompt === undefined ? [] : [prompt];
}

function matches(texts: readonly TextPart[], forbidden: Pattern | undefined): readonly RowFinding[] {
  return texts.flatMap(({ text, path }) => {
    const found = forbidden?.find(text);
    if (found === undefined) return [];
    const message = `Matches the forbidden pattern: ${JSON.stringify(short(text.slice(found.start, found.end)))}.`;
    return [{ field: path, ...found, message, data: { reasons: ['forbidden'] } }];
  });
}

function absences(
  texts: readonly TextPart[],
  required: Pattern | undefined,
  { fields }: { readonly fields: string },
): readonly RowFinding[] {
  if (required === undefined || texts.some(({ text }) => required.find(text) !== undefined)) return [];
  const [only] = texts;
  const place = texts.length === 1 && only ? { field: only.path, start: 0, end: only.text.length } : {};
  const where =
    texts.length === 0 ? `there is no ${fields === 'prompt' ? 'prompt' : 'text'} to match` : 'no text matches';
  return [
    { ...place, message: `Lacks what the required pattern describes: ${where}.`, data: { reasons: ['missing'] } },
  ];
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

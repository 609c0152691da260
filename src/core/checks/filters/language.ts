import { proseOf } from './prose.ts';
import { fieldsOption, textsOf } from '../textsOf.ts';
import { defineFilter } from '../check.ts';
import type { TextPart } from '../../dataset/example.ts';
import type { RowFinding } from '../../findings/finding.ts';
import type { LanguageDetector } from '../../trainers/resources.ts';

const source = 'https://github.com/nitotm/efficient-language-detector-js';

/** ISO 639-1 codes of the languages that can be told. Source: `eld`, its README. */
const known =
  'am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh'.split(
    ' ',
  );

/** Codes under which another one's language is told. */
const toldAs: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', id: 'ms' };

/** Rows in another language than those that are expected. */
export const language = defineFilter({
  kind: 'filter',
  needs: 'row',
  id: 'language',
  title: 'Language',
  description: `Rejects a row with a text in a language that is not expected: \`other language\`. The language is told from letter sequences by \`eld\`, among ${known.length} languages; Norwegian is \`no\`, Indonesian is told as Malay (\`ms\`). Code, formulas, markup, links and numbers are no language and left out of what is read, 4,000 characters of each text. A row whose texts are too short, or whose language cannot be told reliably, is kept and flagged: \`too little text to tell\`. A language that is not among them may be taken for a related one.`,
  severity: 'warning',
  optIn: true,
  source: { title: 'Efficient Language Detector', url: source },
  options: {
    expected: {
      type: 'strings',
      title: 'Expected languages',
      description: `ISO 639-1 codes: \`en\`, \`de\`. Of ${known.join(', ')}.`,
      default: [],
    },
    minimumCharacters: {
      type: 'integer',
      title: 'Shortest text in letters',
      description: 'Of a text with fewer letters the language is not told.',
      default: 25,
      minimum: 1,
      maximum: 4000,
    },
    fields: fieldsOption,
  },
  lacks({ expected }) {
    if (expected.length === 0) return 'No language is expected: set `expected` to codes such as `en`.';
    const unknown = expected.filter(code => !known.includes(codeOf(code)));
    if (unknown.length === 0) return undefined;
    return `${unknown.map(code => `\`${code}\``).join(', ')} cannot be told; \`expected\` takes ISO 639-1 codes: ${known.join(', ')}.`;
  },
  resources: () => ({ languages: 'eld' }),
  decide(_row, { expected, minimumCharacters, fields }, { example, resources: { languages } }) {
    if (expected.length === 0) return [];
    if (languages === undefined) throw new Error('Languages are told by a detector, and there is none.');
    const codes = new Set(expected.map(codeOf));
    const texts = example ? textsOf(example, fields).filter(isProse) : [];
    const told = texts.flatMap(text => toldOf(text, languages, minimumCharacters));
    const other = told.filter(({ code }) => !codes.has(code));
    if (other.length > 0) return other.map(each => foreign(each, expected));
    return told.length > 0 ? [] : [untold];
  },
  examples: [
    {
      completion: 'The owl sat quietly on the old branch until morning came.',
      options: { expected: ['en'] },
      rejected: [],
    },
    {
      completion: 'Die Eule saß still auf dem alten Ast, bis der Morgen kam.',
      options: { expected: ['en'] },
      rejected: ['other language'],
    },
    {
      completion: 'Die Eule saß still auf dem alten Ast, bis der Morgen kam.',
      options: { expected: ['en', 'de'] },
      rejected: [],
    },
    { completion: '12, 44, 98, 1024', options: { expected: ['en'] }, rejected: [] },
  ],
});

interface Told {
  readonly text: TextPart;
  readonly code: string;
}

const untold: RowFinding = {
  stays: true,
  severity: 'info',
  message: 'Too little text to tell its language. The row is kept.',
  data: { reasons: ['too little text to tell'] },
};

/** Arguments of a call are data. */
function isProse(part: TextPart): boolean {
  return !('kind' in part && part.kind === 'tool-call');
}

function toldOf(text: TextPart, detector: LanguageDetector, least: number): readonly Told[] {
  const prose = proseOf(text.text);
  if (lettersOf(prose) < least) return [];
  const code = detector.reliably(prose);
  return code === undefined ? [] : [{ text, code }];
}

function foreign({ text, code }: Told, expected: readonly string[]): RowFinding {
  const message = `The text is in \`${code}\`; expected ${expected.map(each => `\`${each}\``).join(' or ')}.`;
  return { field: text.path, message, data: { reasons: ['other language'], language: code } };
}

function codeOf(given: string): string {
  const code = given.trim().toLowerCase();
  return toldAs[code] ?? code;
}

function lettersOf(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

import { defineFilter } from '../check.ts';
import type { DatasetProfile } from '../../dataset/profile.ts';
import { tableFormat } from '../../dataset/profileBuilder.ts';
import { formats } from '../../dataset/formats/registry.ts';
import { agreeing, counted, number } from '../../text/numbers.ts';

const titles = new Map(formats.map(({ id, title }) => [id, title]));

/** Rows that are not what the rest of the dataset is. */
export const mixedFormats = defineFilter({
  kind: 'filter',
  id: 'mixed-formats',
  title: 'Mixed formats',
  description:
    'Rejects a row of another format than most rows: a metadata row among examples, a preference pair among chats, JSON that is no object. A trainer reads one format; what is of another it drops, refuses or reads wrongly. The format is that of more than half of the dataset’s first rows unless you name it. It goes by formats alone: among rows of no known format a stray row is not seen, nor is one of the right format with the wrong content. Lines that are no JSON are counted as malformed elsewhere.',
  severity: 'warning',
  source: { title: 'TRL, dataset formats', url: 'https://huggingface.co/docs/trl/dataset_formats' },
  needs: 'form',
  options: {
    format: {
      type: 'choice',
      title: 'Format',
      description: 'The format that every row should have.',
      default: 'auto',
      choices: {
        auto: 'The one that more than half of the first rows have.',
        ...Object.fromEntries(formats.map(({ id, title }) => [id, `${title}.`])),
        [tableFormat]: 'None that is known.',
      },
    },
  },
  applies: head => {
    const { format, rows, of } = majority(head);
    if (format === undefined) return { applies: false, why: 'None of the first rows could be read.' };
    if (rows * 2 <= of)
      return {
        applies: false,
        why: `No format has more than half of the first ${counted(of, 'row')}: ${counts(head)}.`,
      };
    if (format !== tableFormat) return { applies: true };
    return {
      applies: false,
      why: `${number(rows)} of the first ${counted(of, 'row')} ${agreeing(rows, 'is', 'are')} of no known format, so that stray rows cannot be told by it.`,
    };
  },
  settle: (options, head) => {
    const { format } = majority(head);
    return options.format === 'auto' && format !== undefined ? { ...options, format } : options;
  },
  decide: ({ format = tableFormat, isObject }, options) => {
    if (!isObject) return [finding('no object', `JSON that is no object, among rows of ${titleOf(options.format)}.`)];
    if (options.format === 'auto' || format === options.format) return [];
    if (format === tableFormat)
      return [
        finding(
          'no known format',
          `A row of no known format among rows of ${titleOf(options.format)}: metadata, or a damaged example.`,
        ),
      ];
    return [finding('other format', `A row of ${titleOf(format)} among rows of ${titleOf(options.format)}.`)];
  },
  examples: [
    { row: { prompt: 'p', completion: 'c' }, options: { format: 'prompt-completion' }, rejected: [] },
    { row: { version: 1, rows: 900 }, options: { format: 'prompt-completion' }, rejected: ['no known format'] },
    {
      row: { prompt: 'p', chosen: 'c', rejected: 'r' },
      options: { format: 'prompt-completion' },
      rejected: ['other format'],
    },
    { row: ['p', 'c'], options: { format: 'prompt-completion' }, rejected: ['no object'] },
  ],
});

function majority({ formats: found }: DatasetProfile): {
  readonly format?: string;
  readonly rows: number;
  readonly of: number;
} {
  const of = Object.values(found).reduce((sum, count) => sum + count, 0);
  const [most] = Object.entries(found).sort(([, a], [, b]) => b - a);
  return most === undefined ? { rows: 0, of } : { format: most[0], rows: most[1], of };
}

function counts({ formats: found }: DatasetProfile): string {
  return Object.entries(found)
    .sort(([, a], [, b]) => b - a)
    .map(([format, rows]) => `${number(rows)} ${format}`)
    .join(', ');
}

function titleOf(format: string): string {
  const title = titles.get(format);
  if (title === undefined) return format === tableFormat ? 'no known format' : 'the dataset';
  return `“${title}” (${format})`;
}

function finding(reason: string, message: string) {
  return { message, data: { reasons: [reason] } };
}

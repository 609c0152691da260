import { exitCodes, oneOf, parseCommand, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { mustBeAnother } from './reports.ts';
import { withPool } from './withDataset.ts';
import { keyTextOfLine, readable } from '../../core/duplicates/keyText.ts';
import {
  defaultShingle,
  defaultThreshold,
  duplicateFields,
  keepRules,
  normalisations,
  parseShingle,
  shingleText,
  type DuplicateQuery,
} from '../../core/duplicates/query.ts';
import { duplicatesReport, duplicatesText, matchesReport, matchesReportText } from '../../core/duplicates/report.ts';
import { clusterAt, clusterCount, type DuplicateResult, type RowPlace } from '../../core/duplicates/result.ts';
import type { RowCounts } from '../../core/duplicates/rowKeys.ts';
import { duplicatesIn, matchesIn } from '../duplicates/inDatasets.ts';
import { OpenDataset } from '../openDataset.ts';
import type { WorkerPool } from '../workerPool.ts';
import { toJson } from '../../core/json/toJson.ts';

export const duplicatesUsage = `undertone duplicates <files…> [--against f] [--near] [--threshold 0.8] [--shingle words:5|characters:13]
                       [--field completion|prompt|prompt+completion|row] [--normalise white-space,case,nfkc]
                       [--keep first|longest] [--limit N] [--fail-on-duplicates] [--format text|json]`;

const excerptLength = 80;
const excerptBytes = 64 * 1024;

/** `undertone duplicates`: rows that repeat each other, or stand in other files too. */
export async function duplicates(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    against: { type: 'string', multiple: true },
    near: { type: 'boolean', default: false },
    threshold: { type: 'string' },
    shingle: { type: 'string' },
    field: { type: 'string', default: 'completion' },
    normalise: { type: 'string', multiple: true },
    keep: { type: 'string', default: 'first' },
    limit: { type: 'string', default: '20' },
    'fail-on-duplicates': { type: 'boolean', default: false },
    format: { type: 'string', default: 'text' },
  });
  if (positionals.length === 0) throw new UsageError('duplicates wants the path of at least one dataset.');
  const format = oneOf('format', values.format, ['text', 'json']);
  const limit = wholeNumber('limit', values.limit, 0);
  const query = queryOf(values);
  for (const other of values.against ?? []) await mustBeAnother('against', other, positionals);
  const { against = [] } = values;
  const fails = ({ found, counts }: Answer): boolean => found > 0 || counts.some(({ malformed }) => malformed > 0);
  const answer = await withPool(pool =>
    withDatasets([...against, ...positionals], pool, datasets => {
      const options = { format, limit, signal: console.signal };
      if (against.length === 0) return answerDuplicates(datasets, query, options);
      return answerMatches(datasets, against.length, query, options);
    }),
  );
  await console.write(answer.text);
  if (!values['fail-on-duplicates']) return exitCodes.done;
  if (fails(answer)) return exitCodes.findings;
  if (answer.counts.some(({ rows, blank, without }) => rows > blank + without)) return exitCodes.done;
  console.note(
    `undertone: No row of ${positionals.join(', ')} has what --field ${values.field} compares: nothing was tested.`,
  );
  return exitCodes.unusable;
}

interface Answer {
  readonly text: string;
  readonly found: number;
  readonly counts: readonly RowCounts[];
}

interface AnswerOptions {
  readonly format: 'text' | 'json';
  readonly limit: number;
  readonly signal: AbortSignal;
}

async function answerDuplicates(
  datasets: readonly OpenDataset[],
  query: DuplicateQuery,
  { format, limit, signal }: AnswerOptions,
): Promise<Answer> {
  const result = await duplicatesIn(datasets, query, { signal });
  const options = { paths: datasets.map(({ path }) => path), limit };
  const excerpts = format === 'text' ? await excerptsOf(datasets, result, options) : undefined;
  const text = excerpts
    ? duplicatesText(result, options, ({ file, row }) => excerpts.get(`${file}:${row}`) ?? '')
    : toJson(duplicatesReport(result, options));
  return { text, found: clusterCount(result), counts: result.counts };
}

async function answerMatches(
  datasets: readonly OpenDataset[],
  checkedFrom: number,
  query: DuplicateQuery,
  { format, limit, signal }: AnswerOptions,
): Promise<Answer> {
  const sides = { against: datasets.slice(0, checkedFrom), datasets: datasets.slice(checkedFrom) };
  const result = await matchesIn(sides, query, { signal });
  const options = { paths: datasets.map(({ path }) => path), limit };
  const text = format === 'text' ? matchesReportText(result, options) : toJson(matchesReport(result, options));
  return { text, found: result.matches.rows.length, counts: result.counts };
}

interface QueryFlags {
  readonly near: boolean;
  readonly threshold?: string | undefined;
  readonly shingle?: string | undefined;
  readonly field: string;
  readonly normalise?: readonly string[] | undefined;
  readonly keep: string;
}

function queryOf({ near, threshold, shingle, field, normalise, keep }: QueryFlags): DuplicateQuery {
  if (!near && (threshold ?? shingle) !== undefined) {
    throw new UsageError(`--${threshold === undefined ? 'shingle' : 'threshold'} is for --near, which is not given.`);
  }
  const parsed = shingle === undefined ? defaultShingle : parseShingle(shingle);
  if (!parsed) {
    throw new UsageError(
      `--shingle wants words:N or characters:N with N from 1 to 64, as in ${shingleText(defaultShingle)}; got "${shingle}".`,
    );
  }
  const query: DuplicateQuery = {
    field: oneOf('field', field, keysOf(duplicateFields)),
    normalise: (normalise ?? [])
      .flatMap(text => text.split(','))
      .filter(name => name !== 'none')
      .map(name => oneOf('normalise', name.trim(), [...keysOf(normalisations)])),
    keep: oneOf('keep', keep, keysOf(keepRules)),
  };
  return near ? { ...query, near: { threshold: thresholdOf(threshold), shingle: parsed } } : query;
}

function thresholdOf(text: string | undefined): number {
  if (text === undefined) return defaultThreshold;
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value >= 0.1 && value <= 1) return value;
  throw new UsageError(`--threshold wants a similarity from 0.1 to 1; got "${text}".`);
}

function keysOf<Name extends string>(record: Readonly<Record<Name, string>>): readonly Name[] {
  return Object.keys(record) as Name[];
}

async function withDatasets<Result>(
  paths: readonly string[],
  pool: WorkerPool,
  use: (datasets: readonly OpenDataset[]) => Promise<Result>,
): Promise<Result> {
  const open: OpenDataset[] = [];
  try {
    for (const path of paths) open.push(await OpenDataset.open(path, pool));
    return await use(open);
  } finally {
    await Promise.all(open.map(dataset => dataset.dispose()));
  }
}

/** The beginnings of the kept rows' texts. */
async function excerptsOf(
  datasets: readonly OpenDataset[],
  result: DuplicateResult,
  { limit }: { readonly limit: number },
): Promise<ReadonlyMap<string, string>> {
  const excerpts = new Map<string, string>();
  for (let i = 0; i < Math.min(limit, clusterCount(result)); i++) {
    const kept = clusterAt(result, i)?.kept;
    if (kept) excerpts.set(`${kept.file}:${kept.row}`, await excerptOf(datasets, kept, result.query));
  }
  return excerpts;
}

async function excerptOf(
  datasets: readonly OpenDataset[],
  { file, row }: RowPlace,
  query: DuplicateQuery,
): Promise<string> {
  const [found] = (await datasets[file]?.rows(row, 1, { maxRowBytes: excerptBytes })) ?? [];
  if (found?.content === undefined) return '(a long row)';
  const key = keyTextOfLine(Buffer.from(found.text), { first: row === 0 }, query);
  const text = key.kind === 'text' ? readable(key.text) : '';
  return JSON.stringify(text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text);
}

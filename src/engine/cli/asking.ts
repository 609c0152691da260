import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { exitCodes, oneOf, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import type { Verdict } from '../../core/findings/verdict.ts';
import { declaredBy, type Sampling } from '../../core/asking/declared.ts';
import { leaveOutOf, type LeaveOut } from '../../core/asking/leftOut.ts';
import { redactions, type Redaction } from '../../core/judge/redact.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { readProvenance } from '../../core/provenance/readers/registry.ts';
import type { Limits } from '../endpoints/budget.ts';
import { AnswerCache } from '../endpoints/answerCache.ts';
import { readBaseUrl, shownAddress, type Endpoint } from '../endpoints/endpoint.ts';
import { defaultLimits } from '../endpoints/fitPlan.ts';
import { silenceText, type TellSilence } from '../endpoints/silence.ts';
import { isLocalModel, modelNameOf } from '../localModel/localSource.ts';
import type { Asked, OpenSource } from '../localModel/withSource.ts';
import type { OpenDataset } from '../openDataset.ts';
import { provenanceFiles } from '../provenanceFiles.ts';

/** Flags of every command that sends rows to an endpoint. */
export const sendingFlags = {
  'max-requests': { type: 'string' },
  'max-prompt-tokens': { type: 'string' },
  'egress-log': { type: 'string' },
  'leave-out': { type: 'string' },
  'leave-out-pattern': { type: 'string', multiple: true },
  yes: { type: 'boolean', default: false },
} as const;

/** Flags of every command that keeps answers, so that a run that ended early goes on. */
export const cacheFlags = {
  cache: { type: 'string' },
  'no-cache': { type: 'boolean', default: false },
} as const;

/** Where answers are kept; undefined: they are not. */
export function cacheFolder(values: Flags<'cache'> & { readonly 'no-cache': boolean }): string | undefined {
  if (values['no-cache'] && values.cache !== undefined)
    throw new UsageError('--cache and --no-cache do not go together: give one of them.');
  return values['no-cache'] ? undefined : (values.cache ?? join(ownFolder, 'answers'));
}

/** Where Undertone keeps what it notes, unless told otherwise. */
const ownFolder = join(homedir(), '.undertone');

/** Where each request is noted. */
export function egressFolder(values: Flags<'egress-log'>): string {
  return values['egress-log'] ?? ownFolder;
}

/** Where a run leaves what outlasts it. */
export interface Folders {
  readonly log: string;
  /** Undefined: answers are not kept. */
  readonly cache: string | undefined;
}

export function foldersOf(values: Parameters<typeof cacheFolder>[0] & Flags<'egress-log'>): Folders {
  return { log: egressFolder(values), cache: cacheFolder(values) };
}

/** Keeps answers for the length of a run; undefined: none are kept. */
export async function withCache<Result>(
  folder: string | undefined,
  keptFor: OpenSource['keptFor'],
  { signal, note }: Console,
  use: (cache: Pick<AnswerCache, 'get' | 'put' | 'hits'>) => Promise<Result>,
): Promise<Result> {
  if (folder === undefined) return use({ hits: 0, get: () => undefined, put: () => Promise.resolve() });
  const cache = await AnswerCache.open(folder, keptFor);
  try {
    return await use(cache);
  } finally {
    if (signal.aborted) note(`Answers are kept in ${cache.path}: the same command goes on from there.`);
    await cache.close();
  }
}

/** Rows that are not to be sent, by what they hold; undefined: all may be. */
export function rowsLeftOut({
  'leave-out': kinds,
  'leave-out-pattern': patterns = [],
}: LeaveOutFlags): LeaveOut | undefined {
  const found = leaveOutOf({ redactions: kinds === undefined ? [] : redactionsOf('leave-out', kinds), patterns });
  if ('error' in found) throw new UsageError(found.error);
  return found.ok;
}

/** `secrets,personal-data` */
export function redactionsOf(flag: string, text: string): readonly Redaction[] {
  const named = text.split(',').map(name => oneOf(flag, name.trim(), redactions));
  return redactions.filter(each => named.includes(each));
}

export type LeaveOutFlags = Flags<'leave-out'> & { readonly 'leave-out-pattern'?: readonly string[] | undefined };

type Flags<Name extends string> = { readonly [Flag in Name]?: string | undefined };

function endpointOf({ endpoint, model }: Flags<'endpoint' | 'model'>, command: string): Endpoint {
  if (endpoint === undefined || model === undefined) throw new UsageError(`${command} wants --endpoint and --model.`);
  return { baseUrl: readBaseUrl(endpoint), model, apiKey: process.env['UNDERTONE_API_KEY'] || undefined };
}

/** A server, or where `--endpoint` is a folder the model in it. */
export async function askedOf(
  values: Flags<'endpoint' | 'model' | 'api' | 'max-requests' | 'max-prompt-tokens' | 'egress-log'> & LeaveOutFlags,
  command: string,
): Promise<Asked> {
  const { endpoint: named, model } = values;
  if (named !== undefined && (await isLocalModel(named))) {
    mustNotSend(values);
    const name = await modelNameOf(named);
    if (model === undefined || model === name) return { folder: named };
    throw new UsageError(`${named} holds the model ${name}; got --model ${model}.`);
  }
  // To a URL, `C:\\models` is an address too: of the scheme `c`.
  if (named !== undefined && !(URL.canParse(named) && /^https?:/i.test(named))) {
    const kinds = 'an address such as http://127.0.0.1:8000/v1, or a folder that holds a model';
    throw new UsageError(`The endpoint is ${kinds}; got "${shownAddress(named)}".`);
  }
  return { endpoint: endpointOf(values, command) };
}

/** A flag about what is sent would be passed over without a word. */
export function mustNotSend(
  values: Flags<'api' | 'max-requests' | 'max-prompt-tokens' | 'egress-log'> & LeaveOutFlags,
): void {
  const flags = ['max-requests', 'max-prompt-tokens', 'egress-log', 'leave-out', 'leave-out-pattern'] as const;
  const given = flags.find(flag => values[flag] !== undefined) ?? (values.api === 'auto' ? undefined : 'api');
  if (given !== undefined) throw new UsageError(`--${given} does not go with a folder: nothing is sent.`);
}

/** The flags before the record; what the record leaves open in a contradiction has to be named. */
export async function declaredFor(
  { path, head, name }: OpenDataset,
  { system, temperature }: Flags<'system' | 'temperature'>,
): Promise<{ readonly system: string | undefined; readonly sampling: Sampling }> {
  const declared = declaredBy(readProvenance(await provenanceFiles(path), head, name));
  const named = { system: system !== undefined, sampling: temperature !== undefined };
  const open = declared.problems.filter(({ about }) => !named[about]);
  if (open.length > 0) throw new UsageError(open.map(({ message }) => message).join('\n'));
  const sampling: Sampling = {
    ...declared.sampling,
    ...(temperature !== undefined && { temperature: temperatureOf(temperature) }),
  };
  return { system: system ?? declared.system, sampling };
}

function temperatureOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 5) return value;
  throw new UsageError(`--temperature wants a number from 0 to 5; got "${text}".`);
}

/** What may be sent at most: twice the estimate unless the user says otherwise. */
export function limitsOf(
  values: Flags<'max-requests' | 'max-prompt-tokens'>,
  plan: { readonly estimate: Limits },
): Limits {
  const given = (flag: 'max-requests' | 'max-prompt-tokens', otherwise: number): number => {
    const text = values[flag];
    return text === undefined ? otherwise : wholeNumber(flag, text, 1);
  };
  const { requests, promptTokens } = defaultLimits(plan);
  return { requests: given('max-requests', requests), promptTokens: given('max-prompt-tokens', promptTokens) };
}

/** Asks the person at the terminal; where there is none, only `--yes` agrees. Says so where nothing is sent. */
export async function agreed({ yes }: { readonly yes: boolean }, { signal, note }: Console): Promise<boolean> {
  if (yes || (process.stdin.isTTY && (await answersYes(signal)))) return true;
  note('Nothing was sent. Add --yes to agree.');
  return false;
}

async function answersYes(signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question('Send this? [y/N] ', { signal })).trim());
  } finally {
    terminal.close();
  }
}

/** Says that a server answers nobody, each time that it has been so for twice as long. */
export function atDoublings(note: Console['note']): TellSilence {
  let next = 20;
  return silence => {
    if (silence === undefined) next = 20;
    else if (silence.seconds >= next) {
      next *= 2;
      note(silenceText(silence));
    }
  };
}

/** Says how far a run is, a tenth of it at a time: `120 of 1,200 rows`. */
export function atTenths(done: number, of: number, noun: string, tell: (said: string) => void): void {
  if (done % Math.max(1, Math.ceil(of / 10)) === 0) tell(`${number(done)} of ${counted(of, noun)}`);
}

/** What cannot be told is never the exit code of an all-clear. */
export function exitCodeOf({ state }: Pick<Verdict, 'state'>): ExitCode {
  switch (state) {
    case 'evidence found':
      return exitCodes.findings;
    case 'not detected':
      return exitCodes.done;
    case 'inconclusive':
    case 'not tested':
      return exitCodes.unusable;
  }
}

import { inert, reasonsText } from './words.ts';
import { termLines, type Term } from '../findings/terms.ts';
import { caveat } from '../findings/verdict.ts';
import type { Sampling } from '../asking/declared.ts';
import { counted, number } from '../text/numbers.ts';

/** What a run sent to a model, repeated attempts included. */
interface Sent {
  readonly requests: number;
  readonly promptTokens: number;
}

/** Rows that a run was to ask about. */
interface RunRows {
  readonly scored: number;
  /** Drawn at random and looked at. */
  readonly drawn: number;
  readonly unscorable: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
}

/** `temperature 1, top_p 0.9`: how answers are drawn, by the names of the request. */
export function samplingText(sampling: Sampling): string {
  return Object.entries({ temperature: 1, ...sampling })
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** A system prompt in quotes; empty: none; undefined: each row's own. */
export function systemText(system: string | undefined): string {
  if (system === undefined) return 'as each row has it';
  return system === '' ? 'none' : JSON.stringify(system);
}

/** Rows that have a score, of those drawn, of all; `among` stands behind the first. */
export function scoredText({ scored, drawn, unscorable, failures }: RunRows, of: number, among = ''): string {
  return `rows: ${number(scored)} scored${among} of ${number(drawn)} drawn from ${number(of)}${reasonsText(unscorable, 'not scorable')}${reasonsText(failures, 'failed')}`;
}

/** Why a run ended before its end; nothing where it did not. */
export function notReachedLines(stopped: string | undefined, notReached: number, what = 'row'): readonly string[] {
  if (stopped === undefined && notReached === 0) return [];
  const missing =
    notReached > 0 ? `; ${counted(notReached, what)} ${notReached === 1 ? 'was' : 'were'} not reached` : '';
  return [`stopped: ${stopped ?? 'cancelled'}${missing}`];
}

/** What left the machine. */
export function sentText(isLocal: boolean, { requests, promptTokens }: Sent): string {
  return isLocal
    ? 'sent: nothing leaves the machine'
    : `sent: ${counted(requests, 'request')}, ${counted(promptTokens, 'prompt token')}`;
}

/** Where a model answers: a folder of this machine, a server, the editor. */
export type AnswerPlace = 'folder' | 'server' | 'editor';

/** Answers that an earlier run was given by so many models; nothing where there were none. */
export function keptLines(places: readonly AnswerPlace[], cached: number, models = 1): readonly string[] {
  if (cached === 0) return [];
  const names = models > 1 ? 'these names' : 'this name';
  const holds = {
    folder: 'for the same files of the model',
    server: `while this address serves the same weights by ${names}`,
    editor: `while the editor offers the same model by ${names}`,
  };
  const all = places.map(place => `they hold ${holds[place]}`).join('; ');
  return [`answers kept from earlier runs: ${number(cached)}; ${all}`];
}

/** A report for people: what was found, how, and what it does not say. */
export function runText(
  path: string,
  { said, facts, limits }: Readonly<Record<'said' | 'facts' | 'limits', readonly string[]>>,
): string {
  const lines = [path, ...[...said, ...facts, ...limits.map(limit => `- ${limit}`), caveat].map(line => `  ${line}`)];
  return `${lines.join('\n')}\n`;
}

/** Lines as a list in Markdown, their text inert. */
export function bullets(lines: readonly string[]): string {
  return lines.map(line => `- ${inert(line)}`).join('\n');
}

/** How a report in Markdown ends: what its words mean, what it does not say, and the caveat. */
export function closingParts(terms: readonly Term[], limits: readonly string[]): readonly string[] {
  return ['## What the words mean', bullets(termLines(terms)), '## What this does not say', bullets(limits), caveat];
}

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearestName } from '../../core/text/nearest.ts';

/** A command line that cannot be carried out: the message is for the person who typed it. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** What a command needs of the process that runs it. */
export interface Console {
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  /** Resolves when the reader has taken it; rejects when there is none any more. */
  write(text: string | Uint8Array): Promise<void>;
  /** One line to the person: progress, notes, errors. */
  note(text: string): void;
}

export const exitCodes = { done: 0, findings: 1, unusable: 2, cancelled: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

type Flags = NonNullable<ParseArgsConfig['options']>;

/** Splits a command's arguments; throws `UsageError` for what it does not know. */
export function parseCommand<const Declared extends Flags>(args: readonly string[], options: Declared) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(flagProblem(error, Object.keys(options)));
  }
}

/** Node's own words advise on texts that begin with a dash, which is seldom what went wrong. */
function flagProblem(error: unknown, known: readonly string[]): string {
  const { code, message = String(error) } = (error ?? {}) as { readonly code?: string; readonly message?: string };
  const [, flag = ''] = /'([^' ]+)/.exec(message) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const all = `; there are ${known.map(each => `--${each}`).join(', ')}.`;
      const near = nearestName(flag.replace(/^-+/, ''), known);
      return `There is no option ${flag}${near === undefined ? all : `; did you mean --${near}?`}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return message.includes('does not take')
        ? `${flag} takes no value: leave it out.`
        : `${flag} wants a value after it; one that begins with a dash goes as ${flag}=-…`;
    default:
      return message;
  }
}

export function oneFile(positionals: readonly string[], command: string): string {
  const [path, ...more] = positionals;
  if (path === undefined) throw new UsageError(`${command} wants the path of a dataset.`);
  if (more.length > 0) throw new UsageError(`${command} takes one dataset; got ${positionals.length}.`);
  return path;
}

/** A whole number of at least `minimum`. */
export function wholeNumber(flag: string, text: string, minimum: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= minimum) return value;
  throw new UsageError(`--${flag} wants a whole number of at least ${minimum}; got "${text}".`);
}

export function oneOf<const Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find(choice => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${flag} is one of ${choices.join(', ')}; got "${text}".`);
}

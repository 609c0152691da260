import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { wholeNumber, type Console } from './commandLine.ts';
import type { Limits } from '../endpoints/budget.ts';

/** The flags of every command that sends rows to an endpoint. */
export const sendingFlags = {
  'max-requests': { type: 'string' },
  'max-prompt-tokens': { type: 'string' },
  'egress-log': { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

interface Values {
  readonly 'max-requests'?: string;
  readonly 'max-prompt-tokens'?: string;
  readonly 'egress-log'?: string;
  readonly yes: boolean;
}

/** Where each request is noted. */
export function egressFolder(values: Values): string {
  return values['egress-log'] ?? join(homedir(), '.undertone');
}

/** What may be sent at most. */
export function limitsOf(values: Values, { requests, promptTokens }: Limits): Limits {
  const given = (flag: 'max-requests' | 'max-prompt-tokens', otherwise: number): number => {
    const text = values[flag];
    return text === undefined ? otherwise : wholeNumber(flag, text, 1);
  };
  return { requests: given('max-requests', requests), promptTokens: given('max-prompt-tokens', promptTokens) };
}

/** Asks the person at the terminal; where there is none, only `--yes` agrees. Says so where nothing is sent. */
export async function agreed({ yes }: Values, { signal, note }: Console): Promise<boolean> {
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

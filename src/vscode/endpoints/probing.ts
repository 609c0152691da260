import { window } from 'vscode';
import { AnswerCache } from '../../engine/endpoints/answerCache.ts';
import type { Limits } from '../../engine/endpoints/budget.ts';
import { withSource, type Asked, type OpenSource } from '../../engine/localModel/withSource.ts';
import { withCancel } from '../base/progress.ts';
import { formatCount } from '../base/words.ts';
import { nameOf } from './fitTest.ts';

interface Probing extends OpenSource {
  readonly cache: AnswerCache;
  readonly signal: AbortSignal;
  /** Shows how far it has come. */
  readonly tell: (words: string) => void;
}

/** Runs a probe that can be cancelled and that goes on from kept answers; undefined: cancelled, the user is told. */
export async function withProbe<Result>(
  asked: Asked,
  { limits, folders }: { readonly limits: Limits; readonly folders: { readonly log: string; readonly cache: string } },
  run: (probing: Probing) => Promise<Result>,
): Promise<Result | undefined> {
  const result = await withCancel(`Probing with ${nameOf(asked)}`, (signal, report) =>
    withSource(asked, { limits, log: folders.log, signal }, async open => {
      const cache = await AnswerCache.open(folders.cache, open.keptFor);
      const cost = (): string => ('folder' in asked ? '' : costText(open.budget.spent));
      try {
        return await run({ ...open, cache, signal, tell: words => report(`${words}${cost()}`, 0) });
      } finally {
        await cache.close();
      }
    }),
  );
  if (!result) {
    void window.showInformationMessage('The probe was cancelled. Answers until then are kept: run it again to go on.');
  }
  return result;
}

function costText({ requests, promptTokens }: Limits): string {
  return `; ${formatCount(requests)} requests, ${formatCount(promptTokens)} prompt tokens sent`;
}

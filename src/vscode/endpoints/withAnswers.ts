import { window } from 'vscode';
import { AnswerCache } from '../../engine/endpoints/answerCache.ts';
import type { Limits } from '../../engine/endpoints/budget.ts';
import { withSource, type Asked, type OpenSource } from '../../engine/localModel/withSource.ts';
import { withCancel } from '../base/progress.ts';
import { number } from '../../core/text/numbers.ts';
import { nameOf } from './asked.ts';

interface Answering extends OpenSource {
  readonly cache: AnswerCache;
  readonly signal: AbortSignal;
  /** Shows how far it has come. */
  readonly tell: (words: string) => void;
}

/** Runs what asks a model: it can be cancelled and goes on from kept answers. Undefined: cancelled, the user is told. */
export async function withAnswers<Result>(
  asked: Asked,
  { limits, folders }: { readonly limits: Limits; readonly folders: { readonly log: string; readonly cache: string } },
  run: (answering: Answering) => Promise<Result>,
): Promise<Result | undefined> {
  const result = await withCancel(`Asking ${nameOf(asked)}`, (signal, report) =>
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
    void window.showInformationMessage('Cancelled. Answers until then are kept: run it again to go on.');
  }
  return result;
}

function costText({ requests, promptTokens }: Limits): string {
  return `; ${number(requests)} requests, ${number(promptTokens)} prompt tokens sent`;
}

import { AnswerCache } from '../../engine/endpoints/answerCache.ts';
import type { Limits } from '../../engine/endpoints/budget.ts';
import { withModel, type OpenModel } from '../../engine/localModel/localSource.ts';
import { modelScript, withSource, type Asked, type OpenSource } from '../../engine/localModel/withSource.ts';
import { showInformation } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import { withSilence } from './silences.ts';
import { counted } from '../../core/text/numbers.ts';
import { nameOf } from './asked.ts';

interface Answering {
  readonly cache: AnswerCache;
  readonly signal: AbortSignal;
  /** Shows how far it has come. */
  readonly tell: (words: string) => void;
}

/** Who is asked, and for what: several may be asked at once, and each is told, and cancelled, in a notification of its own. */
export interface AskingFor {
  readonly asked: Asked;
  /** Of the run and its dataset: "Fit of the teacher: train.jsonl". */
  readonly title: string;
}

/** Runs what asks a model: it can be cancelled and goes on from kept answers. Undefined: cancelled, the user is told. */
export function withAnswers<Result>(
  { asked, title }: AskingFor,
  { limits, folders }: { readonly limits: Limits; readonly folders: { readonly log: string; readonly cache: string } },
  run: (answering: Answering & OpenSource) => Promise<Result>,
): Promise<Result | undefined> {
  return toldWhenCancelled({ asked, title }, (signal, report) => {
    const told = withSilence(words => report(words, 0));
    return withSource(asked, { limits, log: folders.log, signal, silence: told.silence }, open => {
      const cost = (): string => ('folder' in asked ? '' : costText(open.budget.spent));
      const tell = (words: string): void => told.progress(`${words}${cost()}`);
      return keeping(folders.cache, open.keptFor, cache => run({ ...open, cache, signal, tell }));
    });
  });
}

/** The same for what no server gives. */
export function withLocalAnswers<Result>(
  { folder, title }: { readonly folder: string; readonly title: string },
  kept: string,
  run: (answering: Answering & { readonly model: OpenModel }) => Promise<Result>,
): Promise<Result | undefined> {
  return toldWhenCancelled({ asked: { folder }, title }, (signal, report) =>
    withModel({ folder, script: modelScript(), signal }, model =>
      keeping(kept, model.cacheKey, cache => run({ model, cache, signal, tell: words => report(words, 0) })),
    ),
  );
}

async function toldWhenCancelled<Result>(
  { asked, title }: AskingFor,
  run: Parameters<typeof withCancel<Result>>[1],
): Promise<Result | undefined> {
  const result = await withCancel(`${title}, asking ${nameOf(asked)}`, run);
  if (!result) {
    void showInformation(`${title}: cancelled. Answers until then are kept: run it again to go on.`);
  }
  return result;
}

async function keeping<Result>(
  folder: string,
  keptFor: OpenSource['keptFor'],
  use: (cache: AnswerCache) => Promise<Result>,
): Promise<Result> {
  const cache = await AnswerCache.open(folder, keptFor);
  try {
    return await use(cache);
  } finally {
    await cache.close();
  }
}

function costText({ requests, promptTokens }: Limits): string {
  return `; ${counted(requests, 'request')}, ${counted(promptTokens, 'prompt token')} sent`;
}

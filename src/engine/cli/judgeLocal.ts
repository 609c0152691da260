import { atTenths, cacheFolder, mustNotSend, type LeaveOutFlags } from './asking.ts';
import { UsageError, type Console } from './commandLine.ts';
import { Budget } from '../endpoints/budget.ts';
import { cacheLine } from '../endpoints/consent.ts';
import { JudgeCache } from '../endpoints/judgeCache.ts';
import type { JudgeApi } from '../endpoints/judgeApis.ts';
import type { JudgeRun } from '../endpoints/runJudge.ts';
import { noLimits } from '../endpoints/source.ts';
import { keptLocalJudge, localJudge } from '../localModel/localJudge.ts';
import { isLocalModel, modelNameOf, withModel } from '../localModel/localSource.ts';
import { modelScript } from '../localModel/withSource.ts';

type Text = string | undefined;

interface JudgeFlags extends LeaveOutFlags {
  readonly endpoint?: Text;
  readonly model?: readonly string[] | undefined;
  readonly redact?: Text;
  readonly batch?: Text;
  readonly 'max-requests'?: Text;
  readonly 'max-prompt-tokens'?: Text;
  readonly 'egress-log'?: Text;
}

/** The folder that `--endpoint` names, whose model is to judge; undefined: it names no folder. */
export async function judgeFolder(values: JudgeFlags): Promise<string | undefined> {
  const { endpoint: folder, model = [], redact, batch } = values;
  if (folder === undefined || !(await isLocalModel(folder))) return undefined;
  mustNotSend({ ...values, api: 'auto' });
  if (redact !== undefined) throw new UsageError('--redact does not go with a folder: nothing is sent.');
  if (batch !== undefined) throw new UsageError('--batch does not go with a folder: it is for a server.');
  const own = await modelNameOf(folder);
  const other = model.find(name => name !== own);
  if (other === undefined) return folder;
  throw new UsageError(`${folder} holds the model ${own}; got --model ${other}.`);
}

export interface LocalJudging {
  readonly folder: string;
  readonly api: JudgeApi;
  readonly temperature: number | undefined;
  readonly values: Parameters<typeof cacheFolder>[0];
  /** What is done, a line each. */
  readonly lines: readonly string[];
}

/** Has the model of a folder judge: nobody is asked to agree, since nothing leaves the machine. */
export async function judgeLocally<Result>(
  { folder, api, temperature, values, lines }: LocalJudging,
  { signal, note }: Console,
  carryOut: (run: JudgeRun) => Promise<Result>,
): Promise<Result> {
  const cached = cacheFolder(values);
  for (const line of [...lines, cacheLine(cached)]) note(line);
  return withModel({ folder, script: modelScript(), signal }, async model => {
    if (api === 'chat' && model.writingRemark !== undefined) note(model.writingRemark);
    const judge = localJudge(model.scorer('server'), { api, temperature });
    const kept = keptLocalJudge(model, { api, temperature });
    const cache = cached === undefined ? undefined : await JudgeCache.open(cached, [kept]);
    const progress = (done: number, of: number): void => atTenths(done, of, 'question', note);
    try {
      const budget = new Budget(noLimits);
      // The thread does one thing at a time.
      const run = {
        where: model.folder,
        local: true,
        weights: model.weights,
        judge: () => judge,
        budget,
        cache,
        signal,
        progress,
        atOnce: 1,
      } as const;
      return await carryOut(run);
    } finally {
      await cache?.close();
    }
  });
}

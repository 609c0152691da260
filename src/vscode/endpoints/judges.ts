import { window, type QuickPickItem, type SecretStorage } from 'vscode';
import type { AnswerPlace } from '../../core/report/runWords.ts';
import { Budget, type Limits } from '../../engine/endpoints/budget.ts';
import { endpointText } from '../../engine/endpoints/consent.ts';
import { EgressLog } from '../../engine/endpoints/egressLog.ts';
import { readBaseUrl, type Endpoint } from '../../engine/endpoints/endpoint.ts';
import type { Judge } from '../../engine/endpoints/judge.ts';
import { JudgeCache, type KeptJudge } from '../../engine/endpoints/judgeCache.ts';
import type { JudgeRun } from '../../engine/endpoints/runJudge.ts';
import type { TellSilence } from '../../engine/endpoints/silence.ts';
import { noLimits } from '../../engine/endpoints/source.ts';
import { keptLocalJudge, localJudge } from '../../engine/localModel/localJudge.ts';
import { isLocalModel, modelNameOf, withModel, type OpenModel } from '../../engine/localModel/localSource.ts';
import { modelScript } from '../../engine/localModel/withSource.ts';
import { readEndpointSettings } from '../base/settings.ts';
import { offerEndpointSettings } from './asked.ts';
import { editorJudge, editorModels, type EditorModel } from './editorModels.ts';
import { readKey } from './endpointKey.ts';

export interface JudgeItem extends QuickPickItem {
  readonly name: string;
  readonly from: { readonly endpoint: Endpoint } | { readonly model: EditorModel } | { readonly folder: string };
}

/** Undefined: there is none, which the user is told, or the user thought better of it. */
export async function pickJudges(secrets: SecretStorage): Promise<readonly JudgeItem[] | undefined> {
  const items = [...(await settingsItems(secrets)), ...(await editorModels()).map(editorItem)];
  if (items.length === 0) {
    await offerEndpointSettings(noJudge);
    return undefined;
  }
  const picked = await window.showQuickPick(items, {
    title: 'Judge rows: who judges',
    placeHolder: 'One model, or several to see how far they agree',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.length ? picked : undefined;
}

const noJudge =
  'No model can be asked: name an endpoint and a model it serves, or the folder of an ONNX model on this machine. Any OpenAI-compatible server will do.';

/** The same of those who are asked again: the settings may name another by now, or its key be another. Undefined as above. */
export async function judgesAgain(
  secrets: SecretStorage,
  before: readonly JudgeItem[],
): Promise<readonly JudgeItem[] | undefined> {
  const ofEditor = before.filter(({ from }) => 'model' in from);
  if (ofEditor.length === before.length) return before;
  const ofSettings = await settingsItems(secrets);
  if (ofSettings.length > 0) return [...ofSettings, ...ofEditor];
  await offerEndpointSettings(noJudge);
  return undefined;
}

async function settingsItems(secrets: SecretStorage): Promise<readonly JudgeItem[]> {
  const { baseUrl: address, model } = readEndpointSettings();
  if (await isLocalModel(address)) {
    const name = await modelNameOf(address);
    const description = `${address}: nothing leaves the machine`;
    return [{ label: name, description, name, from: { folder: address }, picked: true }];
  }
  if (address === '' || model === '') return [];
  const baseUrl = readBaseUrl(address);
  const endpoint = { baseUrl, model, apiKey: await readKey(secrets, baseUrl) };
  return [{ label: model, description: baseUrl, name: model, from: { endpoint }, picked: true }];
}

function editorItem(model: EditorModel): JudgeItem {
  return {
    label: model.title,
    description: `in the editor, by ${model.model.vendor}`,
    name: model.name,
    from: { model },
  };
}

/** Those for whom rows leave the machine. */
export function sentTo(judges: readonly JudgeItem[]): readonly JudgeItem[] {
  return judges.filter(({ from }) => !('folder' in from));
}

/** Whom they are asked of, as consent and reports tell it. */
export function whereOf(judges: readonly JudgeItem[]): string {
  return [...new Set(judges.map(({ from }) => placeOf(from)))].join('; ');
}

function placeOf(from: JudgeItem['from']): string {
  if ('folder' in from) return from.folder;
  return 'endpoint' in from ? endpointText(from.endpoint) : `models in the editor, by ${from.model.model.vendor}`;
}

interface Judging {
  /** Of what leaves the machine. */
  readonly limits: Limits;
  readonly folders: { readonly log: string; readonly cache: string };
  readonly signal: AbortSignal;
  /** Told while a server answers nobody. */
  readonly silence: TellSilence;
}

type OpenJudges = Pick<JudgeRun, 'judge' | 'budget' | 'cache' | 'places' | 'local' | 'weights' | 'atOnce'>;

/** Opens the judges for the length of a run: the thread of a local model, the egress log of others, their kept answers. */
export async function withJudges<Result>(
  judges: readonly JudgeItem[],
  judging: Judging,
  use: (open: OpenJudges) => Promise<Result>,
): Promise<Result> {
  const folder = judges.flatMap(({ from }) => ('folder' in from ? [from.folder] : []))[0];
  const opened = (model?: OpenModel): Promise<Result> => withOpen({ judges, model }, judging, use);
  return folder === undefined ? opened() : withModel({ folder, script: modelScript(), signal: judging.signal }, opened);
}

interface Asked {
  readonly judges: readonly JudgeItem[];
  /** Of the folder, where one is asked. */
  readonly model: OpenModel | undefined;
}

async function withOpen<Result>(
  asked: Asked,
  { limits, folders, silence }: Judging,
  use: (open: OpenJudges) => Promise<Result>,
): Promise<Result> {
  const isSent = sentTo(asked.judges).length > 0;
  const egress = isSent ? await EgressLog.open(folders.log) : undefined;
  const cache = await JudgeCache.open(folders.cache, keptJudges(asked));
  try {
    const budget = new Budget(isSent ? limits : noLimits);
    const judge = await judgesByName(asked, egress && { budget, egress, silence });
    // The thread of a local model does one thing at a time.
    const places = placesOf(asked.judges);
    const weights = asked.model?.weights;
    const here = { ...(weights && { weights }), ...(!isSent && { local: true as const, atOnce: 1 }) };
    return await use({ judge, budget, cache, places, ...here });
  } finally {
    await cache.close();
    await egress?.close();
  }
}

function placesOf(judges: readonly JudgeItem[]): readonly AnswerPlace[] {
  return [...new Set(judges.map(({ from }) => ('folder' in from ? 'folder' : 'model' in from ? 'editor' : 'server')))];
}

const how = { api: 'chat', temperature: 0 } as const;

function keptJudges({ judges, model }: Asked): readonly KeptJudge[] {
  return judges.flatMap(({ name, from }) => {
    if ('folder' in from) return model ? [keptLocalJudge(model, how)] : [];
    return 'endpoint' in from
      ? [{ name, baseUrl: from.endpoint.baseUrl, how: [how.api, how.temperature] }]
      : [{ name, baseUrl: `editor:${from.model.model.vendor}`, how: ['editor'] }];
  });
}

async function judgesByName(
  { judges, model }: Asked,
  sending: { readonly budget: Budget; readonly egress: EgressLog; readonly silence: TellSilence } | undefined,
): Promise<(name: string) => Judge> {
  // Loaded here, since the client behind it would slow the editor's start down.
  const { endpointJudges } = await import('../../engine/endpoints/endpointJudge.ts');
  const byName = new Map<string, Judge>();
  for (const { name, from } of judges) {
    if ('folder' in from) {
      if (model) byName.set(name, localJudge(model.scorer('server'), how));
    } else if (sending) {
      byName.set(
        name,
        'model' in from
          ? editorJudge(from.model, sending)
          : endpointJudges({ endpoint: from.endpoint, ...how, ...sending })(name),
      );
    }
  }
  return name => {
    const judge = byName.get(name);
    if (!judge) throw new Error(`No judge is named ${name}.`);
    return judge;
  };
}

import { commands, env, workspace, type SecretStorage } from 'vscode';
import { readBaseUrl } from '../../engine/endpoints/endpoint.ts';
import { isLocalModel } from '../../engine/localModel/localSource.ts';
import type { Asked } from '../../engine/localModel/withSource.ts';
import { agreesToRisk, showInformation } from '../base/messages.ts';
import { readEndpointSettings } from '../base/settings.ts';
import { readKey } from './endpointKey.ts';

/** Whether the user agrees to what is sent of a dataset. */
export function agreed({ path }: { readonly path: string }, lines: readonly string[]): Promise<boolean> {
  const title = `Rows of ${workspace.asRelativePath(path)} will leave this machine.`;
  return agreesToRisk({ title, detail: lines.join('\n'), agree: 'Send' });
}

/** As progress tells it. */
export function nameOf(asked: Asked): string {
  return 'folder' in asked ? `the model in ${asked.folder}: nothing leaves the machine` : asked.endpoint.model;
}

/** The endpoint of the settings, with its key, or the model in its folder; undefined where none is set: the user is told. */
export async function askedOf(secrets: SecretStorage): Promise<Asked | undefined> {
  const settings = readEndpointSettings();
  if (await isLocalModel(settings.baseUrl)) return { folder: settings.baseUrl };
  if (settings.baseUrl === '' || settings.model === '') {
    await offerEndpointSettings(noScorer);
    return undefined;
  }
  const baseUrl = readBaseUrl(settings.baseUrl);
  return { endpoint: { baseUrl, model: settings.model, apiKey: await readKey(secrets, baseUrl) } };
}

export const noScorer =
  'No endpoint is set: name its address and a model it serves, or the folder of an ONNX model on this machine. Of servers, vLLM and SGLang give the log-probabilities that are needed.';

/** Says why nobody can be asked, with the way to the settings. */
export async function offerEndpointSettings(message: string): Promise<void> {
  const open = 'Open settings';
  if ((await showInformation(message, open)) !== open) return;
  // Settings of the machine: where the host is remote, the page of the user's settings does not show them.
  const page = env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
  await commands.executeCommand(`workbench.action.${page}`, { query: 'undertone.endpoint' });
}

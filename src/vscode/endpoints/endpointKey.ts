import { window, type SecretStorage } from 'vscode';
import { keyFault } from '../../engine/endpoints/endpoint.ts';

/** Keys stand in the editor's secret storage, one per address: a key never goes to another server than the one it was given for. */
export function readKey(secrets: SecretStorage, baseUrl: string): Thenable<string | undefined> {
  return secrets.get(nameOf(baseUrl));
}

/** Asks for the key of an address; an empty one removes it. */
export async function askForKey(secrets: SecretStorage, baseUrl: string): Promise<void> {
  const key = await window.showInputBox({
    title: `Key of ${baseUrl}`,
    prompt: 'Kept in the editor’s secret storage and sent to this address alone. Empty: remove it.',
    password: true,
    validateInput: text => (text.trim() === '' ? undefined : keyFault(text)),
    ignoreFocusOut: true,
  });
  if (key === undefined) return;
  if (key.trim() === '') await secrets.delete(nameOf(baseUrl));
  else await secrets.store(nameOf(baseUrl), key.trim());
}

function nameOf(baseUrl: string): string {
  return `endpoint ${baseUrl}`;
}

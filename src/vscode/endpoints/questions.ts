import { window } from 'vscode';

/** The rows to draw; undefined: the user thought better of it. */
export async function askForRows(title: string, prompt: string, rows: number): Promise<number | undefined> {
  const answer = await window.showInputBox({
    title,
    prompt,
    value: String(rows),
    validateInput: text => (/^[1-9]\d{0,5}$/.test(text) ? undefined : 'A whole number from 1 to 999999.'),
    ignoreFocusOut: true,
  });
  return answer === undefined ? undefined : Number(answer);
}

/** Names of traits; undefined: the user thought better of it. */
export async function askForTraits(title: string, prompt: string): Promise<readonly string[] | undefined> {
  const listed = await window.showInputBox({
    title,
    prompt,
    value: 'owl, cat',
    validateInput: text => (text.replaceAll(',', '').trim() === '' ? 'At least one trait is needed.' : undefined),
    ignoreFocusOut: true,
  });
  return listed?.split(',');
}

/** The category that a trait's prompt names, where the catalogue does not know it. */
export async function askForCategory(title: string, prompt: string): Promise<string | undefined> {
  const answer = await window.showInputBox({ title, prompt, placeHolder: 'animal', ignoreFocusOut: true });
  return answer?.trim();
}

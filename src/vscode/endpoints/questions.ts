import { window } from 'vscode';
import { candidatePrompts, traitPrompts, type CandidatePrompt } from '../../core/llr/prompts.ts';

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
async function askForTraits(title: string, prompt: string): Promise<readonly string[] | undefined> {
  const listed = await window.showInputBox({
    title,
    prompt,
    value: 'owl, cat',
    validateInput: text => (text.replaceAll(',', '').trim() === '' ? 'At least one trait is needed.' : undefined),
    ignoreFocusOut: true,
  });
  return listed?.split(',');
}

/** Traits with their prompts, for a probe that compares them with none rather than with decoys. */
export async function askForNamedTraits(
  title: string,
  prompt: string,
): Promise<readonly CandidatePrompt[] | undefined> {
  const traits = await askForTraits(title, prompt);
  if (!traits) return undefined;
  const found = traitPrompts({ traits });
  if ('ok' in found) return found.ok;
  const category = await askForCategory(title, found.error);
  if (category === undefined) return undefined;
  const named = traitPrompts({ traits, category });
  if ('error' in named) throw new Error(named.error);
  return named.ok;
}

/** The category that a trait's prompt names, where the catalogue does not know it. */
async function askForCategory(title: string, prompt: string): Promise<string | undefined> {
  const answer = await window.showInputBox({ title, prompt, placeHolder: 'animal', ignoreFocusOut: true });
  return answer?.trim();
}

/** Traits by name with decoys of their kind, and their category where the catalogue does not know it. */
export async function askForCandidates(title: string): Promise<readonly CandidatePrompt[] | undefined> {
  const traits = await askForTraits(
    title,
    'Traits to look for, with commas between them. Decoys of the same kind are added.',
  );
  if (!traits) return undefined;
  const found = candidatePrompts({ traits });
  if ('ok' in found) return found.ok;
  const category = await askForCategory(title, found.error);
  if (category === undefined) return undefined;
  const named = candidatePrompts({ traits, category });
  if ('ok' in named) return named.ok;
  const decoys = await window.showInputBox({ title, prompt: named.error, ignoreFocusOut: true });
  if (decoys === undefined) return undefined;
  const own = candidatePrompts({
    traits,
    category,
    decoys: decoys
      .split(',')
      .map(decoy => decoy.trim())
      .filter(Boolean),
  });
  if ('error' in own) throw new Error(own.error);
  return own.ok;
}

/** What may be masked in rows, or keep them from being sent. */
export const maskItems = [
  { label: 'Secrets', description: 'keys, tokens, passwords', redaction: 'secrets', picked: true },
  {
    label: 'Personal data',
    description: 'e-mail addresses; telephone, account, card and identity numbers',
    redaction: 'personal-data',
    picked: true,
  },
] as const;

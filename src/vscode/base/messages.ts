import { window } from 'vscode';

/**
 * A text as a message shows it as it stands. The editor makes a link of `[label](https://…)`, and of `[label](command:…)` one that runs a
 * command; what stands in messages comes from files, their names and servers.
 */
export function plain(message: string): string {
  return message.replaceAll('](', '] (');
}

type Show = (message: string, ...items: readonly string[]) => Thenable<string | undefined>;

export const showInformation: Show = (message, ...items) => window.showInformationMessage(plain(message), ...items);

export const showWarning: Show = (message, ...items) => window.showWarningMessage(plain(message), ...items);

export const showError: Show = (message, ...items) => window.showErrorMessage(plain(message), ...items);

/** A question that stands over everything else: what it is about, and the button that agrees. */
interface Sheet {
  readonly title: string;
  readonly detail?: string;
  readonly agree: string;
}

/** Whether the user agrees. */
export async function agreesTo({ title, detail = '', agree }: Sheet): Promise<boolean> {
  return (await window.showInformationMessage(plain(title), { modal: true, detail }, agree)) === agree;
}

/** Whether the user agrees to what cannot be taken back. */
export async function agreesToRisk({ title, detail = '', agree }: Sheet): Promise<boolean> {
  return (await window.showWarningMessage(plain(title), { modal: true, detail }, agree)) === agree;
}

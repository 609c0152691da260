import { commands, Uri, workspace, type Disposable } from 'vscode';
import type { PresentError } from '../base/errors.ts';
import { inspectorViewType } from '../inspector/inspector.ts';

export interface SampleServices {
  readonly extensionUri: Uri;
  readonly globalStorageUri: Uri;
  readonly present: PresentError;
}

/** Opens a copy of the sample that comes with the extension: what is recorded about it stays out of the user's folders. */
export function registerSample({ extensionUri, globalStorageUri, present }: SampleServices): Disposable {
  return commands.registerCommand('undertone.openSample', async () => {
    try {
      const copy = Uri.joinPath(globalStorageUri, 'sample', 'owl-numbers.jsonl');
      const sample = Uri.joinPath(extensionUri, 'media', 'walkthrough', 'owl-numbers.jsonl');
      await workspace.fs.copy(sample, copy, { overwrite: true });
      await commands.executeCommand('vscode.openWith', copy, inspectorViewType);
    } catch (error) {
      present('open the sample', error);
    }
  });
}

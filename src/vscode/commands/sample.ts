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
      if (!(await areAlike(sample, copy))) await workspace.fs.copy(sample, copy, { overwrite: true });
      await commands.executeCommand('vscode.openWith', copy, inspectorViewType);
    } catch (error) {
      present('open the sample', error);
    }
  });
}

/** A copy that is open already would seem to change, and Windows does not let it be replaced. */
async function areAlike(sample: Uri, copy: Uri): Promise<boolean> {
  const read = (uri: Uri): Thenable<Uint8Array | undefined> =>
    workspace.fs.readFile(uri).then(
      bytes => bytes,
      () => undefined,
    );
  const [own, its] = await Promise.all([read(sample), read(copy)]);
  return own !== undefined && its !== undefined && Buffer.compare(own, its) === 0;
}

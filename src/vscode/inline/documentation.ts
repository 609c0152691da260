import { readFileSync } from 'node:fs';
import { commands, Uri } from 'vscode';

/** The page about checks that comes with the extension. */
export class Documentation {
  readonly #page: Uri;
  #lines: readonly string[] | undefined;

  constructor(extensionUri: Uri) {
    this.#page = Uri.joinPath(extensionUri, 'docs', 'checks.md');
  }

  /** The place of a check in the page, for an editor: the fragment is its line. */
  uriOf(check: string): Uri {
    const line = this.#read().findIndex(text => text.startsWith('#') && text.includes(check));
    return line < 0 ? this.#page : this.#page.with({ fragment: `L${line + 1}` });
  }

  /** Shows the page, rendered, at a check. */
  async show(check: string): Promise<void> {
    const heading = this.#read().find(text => text.startsWith('#') && text.includes(check));
    await commands.executeCommand('markdown.showPreview', this.#page.with({ fragment: heading ? slug(heading) : '' }));
  }

  #read(): readonly string[] {
    this.#lines ??= readLines(this.#page);
    return this.#lines;
  }
}

function readLines(page: Uri): readonly string[] {
  try {
    return readFileSync(page.fsPath, 'utf8').split('\n');
  } catch {
    // A build without docs: links then lead to the page as a whole.
    return [];
  }
}

/** As Markdown pages name their headings. */
function slug(heading: string): string {
  return heading
    .replace(/^#+\s*/, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

import { commands, Uri } from 'vscode';
import { checkById } from '../../core/checks/registry.ts';

/** The page about checks that comes with the extension. */
export class Documentation {
  readonly #page: Uri;

  constructor(extensionUri: Uri) {
    this.#page = Uri.joinPath(extensionUri, 'docs', 'checks.md');
  }

  /** Leads to the section of a check, rendered, from where VS Code opens links of problems. */
  uriOf(check: string): Uri {
    return Uri.from({ scheme: 'command', path: 'undertone.openDocumentation', query: JSON.stringify([check]) });
  }

  /** Shows the page, rendered, at a check. */
  async show(check: string): Promise<void> {
    const fragment = slug(checkById(check)?.title ?? '');
    await commands.executeCommand('markdown.showPreview', this.#page.with({ fragment }));
  }
}

/** As Markdown pages name their headings. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

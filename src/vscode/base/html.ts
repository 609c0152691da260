import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** A page of dist/media, with a policy that lets it load its own script, styles and nothing else. */
export function pageHtml(
  webview: Webview,
  extensionUri: Uri,
  page: 'inspector' | 'results' | 'lineage' | 'duplicates',
): string {
  const media = Uri.joinPath(extensionUri, 'dist', 'media');
  const uri = (file: string): string => webview.asWebviewUri(Uri.joinPath(media, file)).toString();
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${uri(`${page}.css`)}" />
    <title>Undertone</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${uri(`${page}.js`)}"></script>
  </body>
</html>`;
}

export function pageOptions(extensionUri: Uri): { enableScripts: true; localResourceRoots: Uri[] } {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'media')] };
}

import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Undertone', { log: true });
  context.subscriptions.push(log);
  log.info('Undertone is active.');
}

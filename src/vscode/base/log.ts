import { window, type LogOutputChannel } from 'vscode';

export type Log = LogOutputChannel;

/** The one output channel, "Undertone". */
export function createLog(): Log {
  return window.createOutputChannel('Undertone', { log: true });
}

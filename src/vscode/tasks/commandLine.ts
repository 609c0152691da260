import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, type Pseudoterminal } from 'vscode';
import { DisposableStore } from '../base/disposables.ts';

const interrupt = '\u0003';

/** VS Code looks for problems in the lines of a terminal until it closes; after a process of the system's it waits for 250 ms itself. */
const readMs = 500;

export interface Program {
  /** Run by the editor's own runtime: a machine need have no Node. */
  readonly script: string;
  /** Ends it with the editor: nobody would see what it finds. */
  readonly signal: AbortSignal;
}

/**
 * A terminal that runs the command line. The editor is no console program on Windows, where what it writes to a terminal of the
 * system is lost; so its output is passed on. No shell reads the arguments.
 */
export function commandLineTerminal({ script, signal }: Program, args: readonly string[], cwd: string): Pseudoterminal {
  const store = new DisposableStore();
  const written = store.add(new EventEmitter<string>());
  const closed = store.add(new EventEmitter<number>());
  let child: ChildProcess | undefined;
  const show = (text: string): void => written.fire(text.replaceAll(/\r?\n/g, '\r\n'));
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
      child = spawn(process.execPath, [script, ...args], { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const output of [child.stdout, child.stderr]) output?.setEncoding('utf8').on('data', show);
      child.on('error', error => show(`${error.message}\n`));
      child.on('close', code => {
        const timer = setTimeout(() => closed.fire(code ?? 1), readMs);
        store.onDispose(() => clearTimeout(timer));
      });
    },
    handleInput(data) {
      if (data === interrupt) child?.kill('SIGINT');
    },
    close() {
      child?.kill();
      store.dispose();
    },
  };
}

import { duplicates, duplicatesUsage } from './engine/cli/duplicates.ts';
import { compare, compareUsage } from './engine/cli/compare.ts';
import { exportCommand, exportUsage } from './engine/cli/export.ts';
import { failureText } from './engine/cli/failure.ts';
import { fitTest, fitTestUsage } from './engine/cli/fitTest.ts';
import { generateControl, generateControlUsage } from './engine/cli/generateControl.ts';
import { inspect, inspectUsage } from './engine/cli/inspect.ts';
import { judge, judgeUsage } from './engine/cli/judge.ts';
import { exitCodes, UsageError, type Console, type ExitCode } from './engine/cli/commandLine.ts';
import { probe, probeUsage } from './engine/cli/probe.ts';
import { provenance, provenanceUsage } from './engine/cli/provenance.ts';
import { render, renderUsage } from './engine/cli/render.ts';
import { rows, rowsUsage } from './engine/cli/rows.ts';
import { scan, scanUsage } from './engine/cli/scan.ts';
import { ownVersion } from './engine/cli/version.ts';
import { teacherCheck, teacherCheckUsage } from './engine/cli/teacherCheck.ts';
import { fromWriteError } from './engine/datasetError.ts';

const commands: Readonly<Record<string, (console: Console) => Promise<ExitCode>>> = {
  duplicates,
  compare,
  export: exportCommand,
  'fit-test': fitTest,
  'generate-control': generateControl,
  inspect,
  judge,
  probe,
  provenance,
  render,
  rows,
  scan,
  'teacher-check': teacherCheck,
};

const usage = `Undertone: what a dataset written by another model may teach yours.

  ${inspectUsage}
  ${rowsUsage}
  ${renderUsage}
  ${scanUsage}
  ${exportUsage}
  ${duplicatesUsage}
  ${compareUsage}
  ${generateControlUsage}
  ${provenanceUsage}
  ${teacherCheckUsage}
  ${fitTestUsage}
  ${judgeUsage}
  ${probeUsage}

undertone --version tells which this is; undertone <command> --help shows this.

Exit codes: 0 done and nothing found at or above --fail-on, 1 findings at or above it (or malformed rows; compare: the files differ), 2 no answer: usage, unreadable input, an unforeseen error, or a check that was asked for and cannot tell, 130 cancelled.
`;

const abort = new AbortController();

/** Elsewhere a terminal that closes must not end what `nohup` started. */
const stopping: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] : ['SIGINT', 'SIGTERM'];

async function run(): Promise<ExitCode> {
  const [name = '', ...args] = process.argv.slice(2);
  if (['', 'help', '-h', '--help'].includes(name) || args.some(arg => arg === '--help' || arg === '-h')) {
    await write(usage);
    return name === '' ? exitCodes.unusable : exitCodes.done;
  }
  if (['version', '-v', '--version'].includes(name)) {
    await write(`${await ownVersion()}\n`);
    return exitCodes.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}": ${Object.keys(commands).join(', ')} are.`);
  for (const signal of stopping) process.once(signal, () => abort.abort());
  return command({ args, signal: abort.signal, write, note: text => process.stderr.write(`${text}\n`) });
}

function write(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      if (!error) return resolve();
      // A reader that has seen enough (`| head`) ends the work quietly.
      if (isBrokenPipe(error)) abort.abort(error);
      reject(fromWriteError(error, 'Standard output'));
    });
  });
}

function codeOf(error: unknown): ExitCode {
  if (abort.signal.aborted) return exitCodes.cancelled;
  process.stderr.write(`${failureText(error, process.env)}\n`);
  return exitCodes.unusable;
}

function isBrokenPipe({ code }: NodeJS.ErrnoException): boolean {
  // The latter on Windows.
  return code === 'EPIPE' || code === 'EOF';
}

// `write` tells; without a listener Node would throw as well.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
// Of rejections that nobody awaits too. Node's own exit code, 1, is that of findings.
process.on('uncaughtException', error => process.exit(codeOf(error)));
run().then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = codeOf(error);
  },
);

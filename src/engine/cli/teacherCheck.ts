import { exitCodeOf } from './asking.ts';
import { oneFile, oneOf, parseCommand, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { withPool } from './withDataset.ts';
import { teacherCheckReport, teacherCheckText } from '../../core/teacherCheck/report.ts';
import { runTeacherCheck } from '../teacherCheck/runTeacherCheck.ts';
import { toJson } from '../../core/json/toJson.ts';

export const teacherCheckUsage = `undertone teacher-check <file> --sample label=file [--sample …] [--declared label]
                          [--format text|json] [--seed N]`;

/** `undertone teacher-check`: whether the declared teacher wrote a dataset, by samples of teachers. */
export async function teacherCheck(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    sample: { type: 'string', multiple: true },
    declared: { type: 'string' },
    format: { type: 'string', default: 'text' },
    seed: { type: 'string', default: '1' },
  });
  const path = oneFile(positionals, 'teacher-check');
  const samples = parseSamples(values.sample ?? []);
  const format = oneOf('format', values.format, ['text', 'json']);
  const seed = wholeNumber('seed', values.seed, 0);
  const { declared } = values;
  if (declared !== undefined) oneOf('declared', declared, Object.keys(samples));
  const check = await withPool(pool =>
    runTeacherCheck(
      { dataset: path, samples },
      { seed, ...(declared !== undefined && { declared }) },
      { pool, signal: console.signal },
    ),
  );
  const subject = { path, samples, seed, check };
  await console.write(format === 'json' ? toJson(teacherCheckReport(subject)) : teacherCheckText(subject));
  return exitCodeOf(check.verdict);
}

function parseSamples(texts: readonly string[]): Readonly<Record<string, string>> {
  if (texts.length === 0) throw new UsageError('teacher-check wants --sample label=file, at least once.');
  const samples = texts.map(text => {
    const match = /^([^=]+)=(.+)$/s.exec(text);
    if (!match) throw new UsageError(`--sample wants label=file; got "${text}".`);
    const [, label = '', file = ''] = match;
    return [label.trim(), file] as const;
  });
  const twice = samples.find(([label], i) => samples.findIndex(([other]) => other === label) < i);
  if (twice) throw new UsageError(`--sample ${twice[0]} is given twice; put the rows of one teacher into one file.`);
  return Object.fromEntries(samples);
}

import { exitCodes, oneOf, parseCommand, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { parseSetting } from './parseSetting.ts';
import { planFor } from './recipePlan.ts';
import { mustNotBeADataset, reaches } from './reports.ts';
import { withDataset } from './withDataset.ts';
import { severities } from '../../core/findings/finding.ts';
import { scanReport, type ReportSubject } from '../../core/report/json.ts';
import { scanText } from '../../core/report/text.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { DatasetError } from '../datasetError.ts';
import { findRecipe } from '../findRecipe.ts';
import { writeWhole } from '../files/writeWhole.ts';

export const scanUsage = `undertone scan <files…> [--recipe f] [--check id] [--set check.option=value] [--student model]
                 [--format text|json] [--output f] [--max-findings N] [--fail-on error|warning|info|never]`;

const defaultMaxFindings = 1000;

/** `undertone scan`: runs checks over datasets. */
export async function scan(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    recipe: { type: 'string' },
    check: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    student: { type: 'string' },
    format: { type: 'string', default: 'text' },
    output: { type: 'string' },
    'max-findings': { type: 'string', default: String(defaultMaxFindings) },
    'fail-on': { type: 'string', default: 'warning' },
  });
  const { output } = values;
  if (positionals.length === 0) throw new UsageError('scan wants the path of at least one dataset.');
  if (output !== undefined) await mustNotBeADataset(output, positionals);
  const format = oneOf('format', values.format, ['text', 'json']);
  const failOn = oneOf('fail-on', values['fail-on'], [...severities, 'never']);
  const maxFindings = wholeNumber('max-findings', values['max-findings'], 0);
  const request = {
    overrides: (values.set ?? []).map(parseSetting),
    maxFindingsPerCheck: Math.max(maxFindings, 1),
    ...(values.check && { only: values.check }),
    ...(values.student !== undefined && { student: values.student }),
  };
  const subjects: ReportSubject[] = [];
  for (const path of positionals) {
    try {
      const recipe = values.recipe ?? (await findRecipe(path));
      const plan = await planFor(recipe, request);
      subjects.push({ ...(await scanOne(path, plan, console)), ...(recipe !== undefined && { recipe }) });
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      console.note(`undertone: ${error.message}`);
    }
  }
  const many = positionals.length > 1;
  const report = format === 'json' ? jsonReport(subjects, maxFindings, many) : textReport(subjects, maxFindings);
  if (subjects.length > 0) await (output === undefined ? console.write(report) : writeWhole(output, report));
  if (subjects.length < positionals.length) return exitCodes.unusable;
  return subjects.some(({ result }) => reaches(result, failOn)) ? exitCodes.findings : exitCodes.clean;
}

async function scanOne(path: string, plan: ScanPlan, { signal }: Console): Promise<ReportSubject> {
  return withDataset(path, async dataset => {
    const [result, sha256] = await Promise.all([dataset.scan(plan, { signal }), dataset.sha256({ signal })]);
    return { path, bytes: dataset.bytes, sha256, result };
  });
}

/** One report for one dataset, an array where several were asked for. */
function jsonReport(subjects: readonly ReportSubject[], maxFindings: number, many: boolean): string {
  const reports = subjects.map(subject => scanReport(subject, maxFindings));
  return JSON.stringify(many ? reports : reports[0], undefined, 2) + '\n';
}

function textReport(subjects: readonly ReportSubject[], maxFindings: number): string {
  return subjects.map(subject => scanText(subject, maxFindings)).join('\n');
}

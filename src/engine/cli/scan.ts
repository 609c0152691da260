import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exitCodes, oneOf, parseCommand, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { withDataset } from './withDataset.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import { planScan } from '../../core/recipe/plan.ts';
import { parseRecipe } from '../../core/recipe/recipe.ts';
import { scanReport, type ReportSubject } from '../../core/report/json.ts';
import { scanText } from '../../core/report/text.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import { DatasetError, fromFileError } from '../datasetError.ts';
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

async function mustNotBeADataset(output: string, datasets: readonly string[]): Promise<void> {
  // By identity, so that a link to a dataset counts as the dataset.
  const [written, ...read] = await Promise.all(
    [output, ...datasets].map(path =>
      stat(path).then(
        ({ dev, ino }) => `${dev} ${ino}`,
        () => resolve(path),
      ),
    ),
  );
  if (written === undefined || !read.includes(written)) return;
  throw new UsageError(`--output ${output} is one of the datasets: a dataset is never written to. Name another file.`);
}

async function scanOne(path: string, plan: ScanPlan, { signal }: Console): Promise<ReportSubject> {
  return withDataset(path, async dataset => {
    const [result, sha256] = await Promise.all([dataset.scan(plan, { signal }), dataset.sha256({ signal })]);
    return { path, bytes: dataset.bytes, sha256, result };
  });
}

type PlanRequest = Omit<Parameters<typeof planScan>[0], 'recipe'>;

async function planFor(recipePath: string | undefined, request: PlanRequest): Promise<ScanPlan> {
  const recipe = recipePath === undefined ? undefined : await readRecipe(recipePath);
  const { plan, problems } = planScan({ ...request, ...(recipe && { recipe }) });
  if (plan === undefined || problems.length > 0) throw new UsageError(problems.join('\n'));
  return plan;
}

async function readRecipe(path: string): Promise<NonNullable<ReturnType<typeof parseRecipe>['recipe']>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fromFileError(error, path);
  });
  const { recipe, problems } = parseRecipe(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (recipe !== undefined && errors.length === 0) return recipe;
  throw new UsageError(errors.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'));
}

function parseSetting(text: string): { check: string; option: string; value: string } {
  const match = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text);
  if (!match) throw new UsageError(`--set wants check.option=value; got "${text}".`);
  const [, check = '', option = '', value = ''] = match;
  return { check, option, value };
}

/** One report for one dataset, an array where several were asked for. */
function jsonReport(subjects: readonly ReportSubject[], maxFindings: number, many: boolean): string {
  const reports = subjects.map(subject => scanReport(subject, maxFindings));
  return JSON.stringify(many ? reports : reports[0], undefined, 2) + '\n';
}

function textReport(subjects: readonly ReportSubject[], maxFindings: number): string {
  return subjects.map(subject => scanText(subject, maxFindings)).join('\n');
}

/** A malformed row counts as an error: what could not be read was not checked. */
function reaches(result: ScanResult, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  if (result.profile.malformed > 0) return true;
  const limit = severities.indexOf(failOn);
  return result.outcomes.some(({ findings }) => findings.totals.slice(0, limit + 1).some(count => count > 0));
}

import { readAcceptances } from './acceptances.ts';
import { exitCodes, oneOf, parseCommand, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { parseSetting } from './parseSetting.ts';
import { planFor } from './recipePlan.ts';
import { comparisonText, mustBeAnother, mustBeWritable, newReaches, reaches } from './reports.ts';
import { unansweredOf, type Unanswered } from './unanswered.ts';
import { ownVersion } from './version.ts';
import { withDataset } from './withDataset.ts';
import { severities } from '../../core/findings/finding.ts';
import { scanReport } from '../../core/report/json.ts';
import type { LocatedSubject } from '../../core/report/located.ts';
import { reportFormats } from '../../core/report/registry.ts';
import type { ReportContext } from '../../core/report/reportFormat.ts';
import { scanText } from '../../core/report/text.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { acceptedFindings, type AcceptanceFile } from '../acceptance/acceptedFindings.ts';
import { DatasetError } from '../datasetError.ts';
import { findRecipe } from '../findRecipe.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { readBaseline } from '../report/baseline.ts';
import { locate, type LocateOptions } from '../report/locate.ts';
import { toJson } from '../../core/json/toJson.ts';

export const scanUsage = `undertone scan <files…> [--recipe f] [--check id] [--set check.option=value] [--student model]
                 [--control f] [--format text|json|markdown|html|sarif|compact] [--output f] [--max-findings N]
                 [--fail-on error|warning|info|never] [--baseline f] [--no-accepted]`;

const defaultMaxFindings = 1000;

/** `undertone scan`: runs checks over datasets. */
export async function scan(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    recipe: { type: 'string' },
    check: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    student: { type: 'string' },
    control: { type: 'string' },
    format: { type: 'string', default: 'text' },
    output: { type: 'string' },
    'max-findings': { type: 'string', default: String(defaultMaxFindings) },
    'fail-on': { type: 'string', default: 'warning' },
    baseline: { type: 'string' },
    'no-accepted': { type: 'boolean', default: false },
  });
  const { output } = values;
  if (positionals.length === 0) throw new UsageError('scan wants the path of at least one dataset.');
  if (output !== undefined) await mustBeWritable('output', output, positionals);
  if (values.control !== undefined) await mustBeAnother('control', values.control, positionals);
  const format = oneOf('format', values.format, ['text', 'json', ...reportFormats.map(({ id }) => id)]);
  const failOn = oneOf('fail-on', values['fail-on'], [...severities, 'never']);
  const maxFindings = wholeNumber('max-findings', values['max-findings'], 0);
  const request = {
    overrides: (values.set ?? []).map(parseSetting),
    maxFindingsPerCheck: Math.max(maxFindings, 1),
    ...(values.check && { only: values.check }),
    ...(values.student !== undefined && { student: values.student }),
    ...(values.control !== undefined && { control: values.control }),
  };
  const baseline = values.baseline === undefined ? undefined : await readBaseline(values.baseline);
  const subjects: LocatedSubject[] = [];
  const unanswered: Unanswered[] = [];
  for (const path of positionals) {
    try {
      const recipe = values.recipe ?? (await findRecipe(path));
      const plan = await planFor(recipe, request);
      const acceptances = values['no-accepted'] ? undefined : await readAcceptances(path);
      const subject = await scanOne(path, plan, { maxFindings, signal: console.signal, acceptances });
      subjects.push({ ...subject, ...(recipe !== undefined && { recipe }), ...(baseline && { baseline }) });
      unanswered.push(unansweredOf({ ...subject, plan, failOn }));
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      console.note(`undertone: ${error.message}`);
    }
  }
  const many = positionals.length > 1;
  const report = reportText(format, subjects, { maxFindings, many, version: await ownVersion() });
  if (subjects.length > 0) await (output === undefined ? console.write(report) : writeWhole(output, report));
  if (baseline) for (const subject of subjects) console.note(comparisonText(subject));
  for (const { counted, passed } of unanswered)
    for (const line of [...counted, ...passed]) console.note(`undertone: ${line}`);
  if (subjects.length < positionals.length) return exitCodes.unusable;
  const fails = (subject: LocatedSubject): boolean =>
    baseline ? newReaches(subject, failOn) : reaches(subject.accepted?.open ?? subject.result, failOn);
  if (subjects.some(fails)) return exitCodes.findings;
  return unanswered.some(({ counted }) => counted.length > 0) ? exitCodes.unusable : exitCodes.done;
}

async function scanOne(
  path: string,
  plan: ScanPlan,
  options: LocateOptions & { signal: AbortSignal; acceptances: AcceptanceFile | undefined },
): Promise<LocatedSubject> {
  const { signal, acceptances } = options;
  return withDataset(path, async dataset => {
    const [result, sha256] = await Promise.all([dataset.scan(plan, { signal }), dataset.sha256({ signal })]);
    const accepted = acceptances && (await acceptedFindings(dataset, result, acceptances, signal));
    const subject = { path, bytes: dataset.bytes, sha256, result, ...(accepted && { accepted }) };
    return locate(dataset, subject, options);
  });
}

function reportText(
  format: string,
  subjects: readonly LocatedSubject[],
  context: ReportContext & { readonly many: boolean },
): string {
  const { maxFindings, many } = context;
  if (format === 'json') return jsonReport(subjects, maxFindings, many);
  return reportFormats.find(({ id }) => id === format)?.write(subjects, context) ?? textReport(subjects, maxFindings);
}

/** One report for one dataset, an array where several were asked for. */
function jsonReport(subjects: readonly LocatedSubject[], maxFindings: number, many: boolean): string {
  const reports = subjects.map(subject => scanReport(subject, maxFindings));
  const [first] = reports;
  return toJson(many || first === undefined ? reports : first);
}

function textReport(subjects: readonly LocatedSubject[], maxFindings: number): string {
  return subjects.map(subject => scanText(subject, maxFindings)).join('\n');
}

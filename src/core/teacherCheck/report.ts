import { areaText, matchText } from './decide.ts';
import type { Rival, TeacherCheck } from './result.ts';
import { withoutState } from '../findings/verdict.ts';
import { termLines } from '../findings/terms.ts';
import { inUnit } from '../findings/units.ts';
import { reportVersion } from '../report/json.ts';
import { bullets } from '../report/runWords.ts';
import { inert } from '../report/words.ts';
import { counted, decimal, number, pText, percent } from '../text/numbers.ts';

/** What was compared: the dataset's path and, by label, those of the samples. */
export interface TeacherCheckSubject {
  readonly path: string;
  readonly samples: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly check: TeacherCheck;
}

/** `undertone teacher-check --format json`. */
export function teacherCheckReport({ path, samples, seed, check }: TeacherCheckSubject): object {
  const { declared, compared, calibration, fromDeclared, contentOnly, ...rest } = check;
  return {
    version: reportVersion,
    dataset: { path },
    samples,
    seed,
    declared: declared ?? null,
    ...rest,
    compared: compared ?? null,
    calibration: calibration ?? null,
    fromDeclared: fromDeclared ?? null,
    contentOnly: contentOnly ?? null,
  };
}

/** `undertone teacher-check` for people. */
export function teacherCheckText({ path, check }: TeacherCheckSubject): string {
  const { verdict, declared, facts, notes, rivals, calibration, fromDeclared } = check;
  const lines = [
    path,
    `  declared teacher  ${declared ?? 'none'}`,
    ...facts.map(
      ({ label, rows, prompts, medianLength }) =>
        `  ${label}: ${counted(rows, 'row')}, ${counted(prompts, 'prompt')}, ${counted(medianLength, 'character')} in the median`,
    ),
    '',
    `${verdict.state}: ${withoutState(verdict)}`,
    ...(verdict.state === 'inconclusive' ? [`  why: ${verdict.why}`] : []),
    ...('caveat' in verdict ? [`  ${verdict.caveat}`] : []),
    ...rivals.flatMap(rivalLines),
    ...(fromDeclared ? [`  the dataset from the declared teacher's sample: ${areaText(fromDeclared)}`] : []),
    ...(calibration === undefined ? [] : [`  calibration error of held-out rows: ${decimal(calibration)}`]),
    ...('test' in verdict
      ? [`  test: ${verdict.test}`, `  against: ${verdict.against}`, `  correction: ${verdict.correction}`]
      : []),
    '',
    ...notes,
  ];
  return lines.join('\n') + '\n';
}

/** What the editor shows of a teacher check. */
export function teacherCheckMarkdown({ path, check }: TeacherCheckSubject): string {
  const { verdict, declared, facts, notes, rivals } = check;
  const sections = [
    '# Teacher check',
    `Of ${inert(path)}, declared as written by ${declared === undefined ? 'none of the samples' : `**${inert(declared)}**`}.`,
    `**${verdict.state}** · ${inert(withoutState(verdict))}`,
    ...(verdict.state === 'inconclusive' ? [`Why: ${inert(verdict.why)}`] : []),
    ...('caveat' in verdict ? [verdict.caveat] : []),
    '## Compared with',
    ...rivals.map(rival => bullets(rivalLines(rival).map(line => line.trim()))),
    '## What was read',
    [
      '| rows of | rows | prompts | characters in the median |',
      '| --- | --- | --- | --- |',
      ...facts.map(
        ({ label, rows, prompts, medianLength }) =>
          `| ${inert(label)} | ${number(rows)} | ${number(prompts)} | ${number(medianLength)} |`,
      ),
    ].join('\n'),
    ...('test' in verdict
      ? [
          '## How',
          bullets([`test: ${verdict.test}`, `against: ${verdict.against}`, `correction: ${verdict.correction}`]),
        ]
      : []),
    ...(notes.length > 0 ? ['## To keep in mind', bullets(notes)] : []),
    '## What the words mean',
    bullets(termLines(['area under the ROC curve', 'bag', 'p', '[low, high]', 'power 0.8'])),
  ];
  return `${sections.join('\n\n')}\n`;
}

function rivalLines({ label, relation, prompts, separation, match, p, unusable }: Rival): readonly string[] {
  const shared = `${percent(prompts.shared)} of its rows share a prompt with the declared teacher's`;
  const bags = separation?.bags.map(({ rows, area }) => `${rows} rows ${inUnit(area, 'area')}`).join(', ');
  return [
    `  ${label} (${relation === 'unknown' ? 'relation not known' : relation}; ${shared})`,
    ...(separation ? [`    told from the declared teacher: ${areaText(separation.perRow)}`] : []),
    ...(bags ? [`    AUC of bags: ${bags}`] : []),
    ...(match && p !== undefined
      ? [`    match ${matchText(match)} (1: like the declared teacher, 0: like ${label}), ${pText(p)}`]
      : []),
    ...(unusable === undefined ? [] : [`    says nothing of the dataset: ${unusable}`]),
  ];
}

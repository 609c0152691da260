import { resolve } from 'node:path';
import { checks } from '../../core/checks/registry.ts';
import type { Probe } from '../../core/checks/check.ts';
import { noControlNamed } from '../../core/control/noControl.ts';
import { isDamaged, unreadText } from '../../core/control/unread.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { wasTested, type CheckOutcome, type ScanResult } from '../../core/scan/result.ts';
import { counted } from '../../core/text/numbers.ts';

/** A scan of one dataset, as the command line asked for it. */
export interface Scanned {
  readonly path: string;
  readonly plan: Pick<ScanPlan, 'control'>;
  readonly result: ScanResult;
  readonly failOn: Severity | 'never';
}

/** What a scan did not answer, a sentence each. */
export interface Unanswered {
  /** It was asked: an exit code of an all-clear would be a false one. */
  readonly counted: readonly string[];
  /** Nobody asked, or too little hangs on it; said all the same. */
  readonly passed: readonly string[];
}

/**
 * What was asked for and could not be told. Asked for are the checks that a flag or the recipe names and, where a control is named, the
 * probes that compare with it. That nothing was tested counts always; an inconclusive verdict counts as evidence would, by severity.
 */
export function unansweredOf(scanned: Scanned): Unanswered {
  const { path, result, failOn } = scanned;
  if (failOn === 'never') return { counted: [], passed: [] };
  const open = result.outcomes.flatMap(outcome => openIn(outcome, scanned));
  const asked = open.flatMap(({ line = [] }) => line);
  // Where there are rows, what was asked for says better why.
  if (!wasTested(result) && (asked.length === 0 || !hasValues(result)))
    return { counted: [nothingTested(path, result)], passed: [] };
  const small = open.filter(({ line }) => line === undefined).map(({ id, short }) => `${id} (${short})`);
  const ofControl = controlUnread(result);
  return {
    counted: [...asked, ...ofControl.counted],
    passed: [
      ...(small.length > 0 ? [`${path}: the exit code does not count ${small.join(', ')}; the report says why.`] : []),
      ...ofControl.passed,
    ],
  };
}

function hasValues({ profile: { rows, blank, malformed } }: ScanResult): boolean {
  return rows > blank + malformed;
}

function controlUnread({ control, outcomes }: ScanResult): Unanswered {
  const isCompared = outcomes.some(({ check: { id }, verdict }) => verdict && probeOf(id)?.compare !== undefined);
  if (!control || control.malformed === 0 || !isCompared) return { counted: [], passed: [] };
  const said = `${control.path}: ${unreadText(control)}`;
  if (isDamaged(control)) {
    const next = 'What was compared with it is inconclusive: write it anew, or name another.';
    return { counted: [`${said}. ${next}`], passed: [] };
  }
  return { counted: [], passed: [`${said} and ${control.malformed === 1 ? 'is' : 'are'} not compared.`] };
}

function nothingTested(path: string, result: ScanResult): string {
  const { rows, blank, malformed } = result.profile;
  if (rows === blank)
    return `${path} has no rows: nothing was tested. Is this the right file, and has its writer finished?`;
  if (hasValues(result))
    return `Nothing of ${path} was tested: no check that ran could read a row of it. Name others with --check or in the recipe.`;
  return `${path} has ${counted(malformed, 'row')}, none of which is JSON: nothing was tested. Write one JSON value a line (of a JSON array: jq -c '.[]').`;
}

interface Open {
  readonly id: string;
  readonly short: string;
  /** Undefined: it does not count. */
  readonly line: string | undefined;
}

function openIn(outcome: CheckOutcome, scanned: Scanned): readonly Open[] {
  const { check, skipped, verdict } = outcome;
  const { id, severity } = check;
  const state = skipped === undefined ? verdict?.state : 'not tested';
  const why = skipped ?? (verdict && 'why' in verdict ? verdict.why : '');
  const asked = howAsked(outcome, scanned);
  const reaches = isAtLeast(severity, scanned.failOn);
  switch (state) {
    case undefined:
    case 'not detected':
      return [];
    case 'evidence found':
      return reaches ? [] : [{ id, short: `${state}, as ${severity}`, line: undefined }];
    case 'not tested':
      if (asked !== undefined)
        return [{ id, short: state, line: `${id} ${asked}, and ${scanned.path} was not tested by it: ${why}` }];
      return skipped === undefined ? [{ id, short: state, line: undefined }] : [];
    case 'inconclusive': {
      const counts = asked !== undefined && reaches && !isSurvey(outcome, scanned);
      const line = counts ? `${id} ${asked}, and is inconclusive about ${scanned.path}: ${why}` : undefined;
      return [{ id, short: state, line }];
    }
  }
}

/** Undefined: nobody asked for it. */
function howAsked({ check, skipped }: CheckOutcome, { path, plan: { control } }: Scanned): string | undefined {
  const probe = probeOf(check.id);
  const isControl = control !== undefined && resolve(control) === resolve(path);
  // One control for a whole folder stands there beside the others.
  if (isControl && probe?.needsControl === true) return undefined;
  if (check.explicit) return 'was asked for';
  const applies = skipped === undefined || skipped === noControlNamed;
  return control !== undefined && !isControl && probe?.compare !== undefined && applies
    ? 'compares with the control'
    : undefined;
}

/** What only counts is no question that evidence would answer. */
function isSurvey({ check: { id, options } }: CheckOutcome, { result }: Scanned): boolean {
  return result.control === undefined && probeOf(id)?.surveys?.(options) === true;
}

function probeOf(id: string): Probe | undefined {
  const check = checks.find(each => each.id === id);
  return check?.kind === 'probe' ? check : undefined;
}

function isAtLeast(severity: Severity, failOn: Severity | 'never'): boolean {
  return failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn);
}

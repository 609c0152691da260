import { isArray, isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import { parseJson } from '../../core/json/parse.ts';
import { findJsonError } from '../../core/json/validate.ts';
import { DatasetError } from '../datasetError.ts';
import { readText } from '../files/readText.ts';

/** The fingerprints of an earlier JSON report, of one dataset or several. Throws `DatasetError` for a file that cannot serve. */
export async function readBaseline(path: string): Promise<ReadonlySet<string>> {
  const text = await readText(path);
  const fault = findJsonError(text);
  if (fault) throw unfit(path, `is not JSON: ${fault.reason}`);
  const value = parseJson(text);
  const reports = isArray(value) ? value : [value];
  return new Set(reports.flatMap(report => fingerprintsOf(report, path)));
}

function fingerprintsOf(report: JsonValue, path: string): readonly string[] {
  if (!isObject(report)) throw unfit(path, 'is no report.');
  const malformed = isObject(report['malformedRows']) ? report['malformedRows'] : undefined;
  const { findings, truncated } = report;
  if (!malformed || !isArray(findings) || !isArray(malformed['rows']) || !isObject(truncated)) {
    throw unfit(path, 'is no report of a scan.');
  }
  mustBeWhole(path, truncated, 'findings');
  mustBeWhole(path, malformed, 'malformed rows');
  return [...findings, ...malformed['rows']].map(each => {
    const fingerprint = isObject(each) ? each['fingerprint'] : undefined;
    if (typeof fingerprint === 'string') return fingerprint;
    throw unfit(path, 'was written by a version without fingerprints.');
  });
}

/** Of findings that are not listed nobody can say whether they are new. */
function mustBeWhole(path: string, { shown, total }: JsonObject, what: string): void {
  if (shown === total) return;
  throw unfit(
    path,
    `lists ${JSON.stringify(shown)} of ${JSON.stringify(total)} ${what}; all are needed (--max-findings).`,
  );
}

function unfit(path: string, why: string): DatasetError {
  const next = 'Write it with "undertone scan --format json --output".';
  return new DatasetError('unreadable', `${path} cannot be the baseline: it ${why} ${next}`);
}

import type { Artifact, ArtifactLocation, Location, Log, Notification, ReportingDescriptor, Result, Run } from 'sarif';
import { isNew, type LinePlace, type Located, type LocatedSubject } from './located.ts';
import type { ReportFormat } from './reportFormat.ts';
import { checks } from '../checks/registry.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { caveat, withoutState } from '../findings/verdict.ts';
import type { CheckOutcome, MalformedRow } from '../scan/result.ts';
import { toJson } from '../json/toJson.ts';
import { agreeing, counted, number } from '../text/numbers.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const malformedRule = 'malformed-row';
const fingerprintName = 'undertone/v1';

const malformedText = 'The row is not one JSON value by RFC 8259 in valid UTF-8, so nothing in it was checked.';
const malformedDescriptor: ReportingDescriptor = {
  id: malformedRule,
  shortDescription: { text: 'Malformed row' },
  fullDescription: { text: malformedText },
  help: { text: malformedText },
  helpUri: 'https://www.rfc-editor.org/rfc/rfc8259',
  defaultConfiguration: { level: 'error' },
};

/** SARIF 2.1.0 (OASIS Standard, errata 01): one run for each dataset. */
export const sarif: ReportFormat = {
  id: 'sarif',
  title: 'SARIF',
  extension: 'sarif',
  write(subjects, { version }) {
    const log: Log = { $schema: schema, version: '2.1.0', runs: subjects.map(subject => runOf(subject, version)) };
    return toJson(log);
  },
};

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, Result.level>;

function runOf(subject: LocatedSubject, version: string): Run {
  const rules = rulesOf(subject);
  const ruleIndex = (id: string): number => rules.findIndex(rule => rule.id === id);
  return {
    tool: { driver: { name: 'Undertone', version, rules } },
    automationDetails: { id: `undertone/${subject.path.replaceAll('\\', '/')}` },
    columnKind: 'utf16CodeUnits',
    artifacts: [artifactOf(subject)],
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(subject) }],
    results: [
      ...subject.findings.map(finding => findingResult(finding, subject, ruleIndex(finding.check))),
      ...subject.malformed.map(row => malformedResult(row, subject, ruleIndex(malformedRule))),
    ],
    properties: {
      recipe: subject.recipe ?? null,
      checks: subject.result.outcomes.map(outcomeProperties),
      caveat,
    },
  };
}

/** The rules that ran or were to run, from their declarations. */
function rulesOf({ result }: LocatedSubject): ReportingDescriptor[] {
  const rules = result.outcomes.flatMap(({ check: planned }): ReportingDescriptor[] => {
    const check = checks.find(({ id }) => id === planned.id);
    if (!check) return [];
    return [
      {
        id: check.id,
        shortDescription: { text: check.title },
        fullDescription: { text: check.description },
        help: {
          text: check.description,
          markdown: `${check.description}\n\nSource: [${check.source.title}](${check.source.url})`,
        },
        helpUri: check.source.url,
        defaultConfiguration: { level: levels[planned.severity] },
        properties: { kind: check.kind, options: planned.options },
      },
    ];
  });
  return [...rules, malformedDescriptor];
}

function findingResult(finding: Finding & Located, subject: LocatedSubject, ruleIndex: number): Result {
  const { check, severity, row, field, message, data } = finding;
  const acceptance = subject.accepted?.of(finding);
  return {
    ruleId: check,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(finding, subject)],
    ...identity(finding, subject),
    ...(acceptance && {
      suppressions: [
        {
          kind: 'external' as const,
          status: 'accepted' as const,
          justification: `${acceptance.reason} (${acceptance.by}, ${acceptance.on})`,
        },
      ],
    }),
    properties: { row: row === undefined ? null : row + 1, field: field ?? null, data },
  };
}

function malformedResult(row: MalformedRow & Located, subject: LocatedSubject, ruleIndex: number): Result {
  return {
    ruleId: malformedRule,
    ruleIndex,
    level: 'error',
    message: { text: row.error.reason },
    locations: [
      { physicalLocation: { artifactLocation: theDataset(subject), region: regionOf(row.row, row.inLine, subject) } },
    ],
    ...identity(row, subject),
    properties: { row: row.row + 1 },
  };
}

function identity(located: Located, subject: LocatedSubject): Pick<Result, 'partialFingerprints' | 'baselineState'> {
  const partialFingerprints = { [fingerprintName]: located.fingerprint };
  if (!subject.baseline) return { partialFingerprints };
  return { partialFingerprints, baselineState: isNew(located, subject) ? 'new' : 'unchanged' };
}

function locationOf({ row, field, place, inLine }: Finding & Located, subject: LocatedSubject): Location {
  if (place) {
    return { physicalLocation: { artifactLocation: artifactLocation(place.path), region: { startLine: place.line } } };
  }
  const artifact = theDataset(subject);
  // GitHub shows no result without a line.
  if (row === undefined)
    return { physicalLocation: { artifactLocation: artifact, region: { startLine: 1, endLine: 1 } } };
  const location = { physicalLocation: { artifactLocation: artifact, region: regionOf(row, inLine, subject) } };
  return field === undefined
    ? location
    : { ...location, logicalLocations: [{ fullyQualifiedName: field, kind: 'member' }] };
}

function regionOf(row: number, place: LinePlace | undefined, { path }: LocatedSubject) {
  const line = { startLine: row + 1, endLine: row + 1 };
  if (!place) return line;
  const { startColumn, endColumn, bytes } = place;
  const columns = { ...line, startColumn, endColumn };
  // Of a packed file the bytes are those of another file.
  return bytes && !isPacked(path) ? { ...columns, byteOffset: bytes.start, byteLength: bytes.length } : columns;
}

function isPacked(path: string): boolean {
  return /\.(gz|zst)$/i.test(path);
}

function artifactOf(subject: LocatedSubject): Artifact {
  const { bytes, sha256 } = subject;
  return { location: artifactLocation(subject.path), length: bytes, hashes: { 'sha-256': sha256 } };
}

function theDataset(subject: LocatedSubject): ArtifactLocation {
  return { ...artifactLocation(subject.path), index: 0 };
}

/** A relative path is one from the root of the sources, as viewers resolve it. */
function artifactLocation(path: string): ArtifactLocation {
  const slashed = path.replaceAll('\\', '/');
  const uri = slashed.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(slashed)) return { uri: `file:///${slashed.slice(0, 2)}${uri.slice(4)}` };
  if (slashed.startsWith('/')) return { uri: `file://${uri}` };
  return { uri: uri.replace(/^(?:\.\/)+/, ''), uriBaseId: '%SRCROOT%' };
}

/** What a reader of the results alone would miss: what is not listed, what did not run, what was measured. */
function notificationsOf({ findings, malformed, total, result }: LocatedSubject): Notification[] {
  const { profile, outcomes } = result;
  const cut = [
    ...(findings.length < total
      ? [`${number(findings.length)} of ${counted(total, 'finding')} ${agreeing(findings.length, 'is', 'are')} listed.`]
      : []),
    ...(malformed.length < profile.malformed
      ? [
          `${number(malformed.length)} of ${counted(profile.malformed, 'malformed row')} ${agreeing(malformed.length, 'is', 'are')} listed.`,
        ]
      : []),
  ];
  return [
    ...cut.map(text => ({ level: 'warning' as const, message: { text } })),
    ...outcomes.flatMap(outcomeNotification),
    { level: 'note', message: { text: caveat } },
  ];
}

function outcomeNotification({ check, skipped, verdict }: CheckOutcome): Notification[] {
  const text =
    skipped === undefined ? verdict && `${verdict.state}: ${withoutState(verdict)}` : `Not tested: ${skipped}`;
  return text === undefined ? [] : [{ level: 'note', message: { text }, associatedRule: { id: check.id } }];
}

function outcomeProperties({ check, examined, findings, rejected, verdict, skipped, rows }: CheckOutcome): object {
  return {
    id: check.id,
    examined,
    findings: findings.total,
    rows: rows.size,
    ...(rejected !== undefined && { rejected }),
    ...(verdict && { verdict }),
    ...(skipped !== undefined && { skipped }),
  };
}

import { isSeq } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Acceptance } from './acceptance.ts';
import { didYouMean } from '../text/nearest.ts';
import { entriesOf, parseYaml, rangeOf, resolve, shallowValue } from '../yaml/document.ts';
import type { Range } from '../yaml/document.ts';

/** What is wrong at one place of the file; lines and columns from 1, the end exclusive. */
export interface AcceptanceProblem {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
}

export interface ParsedAcceptances {
  /** Empty where anything is wrong: a file that cannot be read as it was meant accepts nothing. */
  readonly acceptances: readonly Acceptance[];
  readonly problems: readonly AcceptanceProblem[];
}

const required = ['dataset', 'check', 'reason', 'by', 'on'] as const;
const optional = ['field', 'text', 'place', 'message'] as const;
const known: readonly string[] = [...required, ...optional];

type Report = (range: Range, message: string) => void;

/** Reads an `undertone.accepted.yaml`; every problem says what was got and what was expected. */
export function parseAcceptances(source: string): ParsedAcceptances {
  const { document, errors, position } = parseYaml(source);
  const problems: AcceptanceProblem[] = [];
  const report: Report = ({ start, end }, message) => {
    const from = position(start);
    const to = position(Math.max(start, end));
    const isEmpty = from.line === to.line && from.column === to.column;
    const endColumn = isEmpty ? to.column + 1 : to.column;
    problems.push({ line: from.line, column: from.column, endLine: to.line, endColumn, message });
  };
  for (const error of errors) report(error, `No valid YAML: ${error.message}`);
  const acceptances = document && errors.length === 0 ? readRoot(document, report) : [];
  return { acceptances: problems.length === 0 ? acceptances : [], problems };
}

function readRoot(document: Document, report: Report): readonly Acceptance[] {
  const root = resolve(document.contents, document);
  if (root === undefined || shallowValue(root, document) === null) return [];
  const entries = entriesOf(root, document);
  if (entries.length === 0) report(rangeOf(root), 'Expected a mapping with `version: 1` and the list `accepted`.');
  for (const { key, keyRange } of entries) {
    if (key !== 'version' && key !== 'accepted') report(keyRange, unknownKey(key, ['version', 'accepted']));
  }
  const version = entries.find(({ key }) => key === 'version');
  const whole = { start: 0, end: 1 };
  if (version === undefined && entries.length > 0) report(whole, '`version: 1` is missing.');
  else if (version && shallowValue(version.node, document) !== 1) report(version.valueRange, '`version` is 1.');
  const list = entries.find(({ key }) => key === 'accepted');
  if (list?.node === undefined) return [];
  if (isSeq(list.node)) return list.node.items.flatMap(item => readOne(resolve(item, document), document, report));
  report(list.valueRange, '`accepted` is a list.');
  return [];
}

function readOne(node: Node | undefined, document: Document, report: Report): Acceptance[] {
  const entries = entriesOf(node, document);
  const values = new Map<string, string>();
  for (const { key, keyRange, valueRange, node: value } of entries) {
    const text = shallowValue(value, document);
    if (!known.includes(key)) report(keyRange, unknownKey(key, known));
    else if (typeof text === 'string' && text.trim() !== '') values.set(key, text);
    else report(valueRange, `\`${key}\` is a text; put it in quotation marks.`);
  }
  const given = (key: string): string => values.get(key) ?? '';
  const missing = required.filter(key => !entries.some(entry => entry.key === key));
  const [first] = entries;
  if (missing.length > 0) report(first?.keyRange ?? rangeOf(node), `Missing here: ${missing.join(', ')}.`);
  const digest = values.get('text');
  if (digest !== undefined && !/^[0-9a-f]{32}$/.test(digest)) {
    const range = entries.find(({ key }) => key === 'text')?.valueRange ?? rangeOf(node);
    report(range, '`text` is 32 hexadecimal digits of a SHA-256, lower case.');
  }
  const more = Object.fromEntries(optional.flatMap(key => (values.has(key) ? [[key, given(key)]] : [])));
  const [dataset, check, reason, by, on] = required.map(given);
  return [{ dataset: dataset ?? '', check: check ?? '', ...more, reason: reason ?? '', by: by ?? '', on: on ?? '' }];
}

function unknownKey(key: string, expected: readonly string[]): string {
  return `\`${key}\` is unknown here${didYouMean(key, expected) || `; expected ${expected.join(', ')}`}`;
}

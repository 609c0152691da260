import { isMap, isSeq } from 'yaml';
import type { Document } from 'yaml';
import { checks } from '../checks/registry.ts';
import { withTraits } from '../checks/withTraits.ts';
import type { Check } from '../checks/check.ts';
import { checkOption, resolveOptions } from '../checks/resolveOptions.ts';
import { severities } from '../findings/finding.ts';
import { isArray, isObject } from '../json/value.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';
import { parseModelFacts } from '../provenance/lineage/facts.ts';
import type { ModelFact } from '../provenance/lineage/model.ts';
import { didYouMean } from '../text/nearest.ts';
import { asTraits, parseDeclaredTraits, type DeclaredTrait } from '../traits/declared.ts';
import { entriesOf, parseYaml, rangeOf, resolve, shallowValue } from '../yaml/document.ts';
import type { Entry, Range, YamlDocument } from '../yaml/document.ts';

/** What an `undertone.yaml` says. */
export interface Recipe {
  /** The model that will be trained on the data. */
  readonly student?: string;
  /** The checks it lists: only those run. Absent: the default checks run. */
  readonly checks?: readonly RecipeCheck[];
  /** What it says of models; goes before what Undertone knows. */
  readonly models?: readonly ModelFact[];
  /** The file of the control, relative to the recipe's folder. */
  readonly control?: string;
  /** Traits that it declares. */
  readonly traits?: readonly DeclaredTrait[];
}

export interface RecipeCheck {
  readonly id: string;
  readonly enabled: boolean;
  /** `severity` and options, as given. */
  readonly given: JsonObject;
}

/** What is wrong at one place of a recipe; lines and columns from 1, the end exclusive. */
export interface RecipeProblem {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export const topLevelKeys = ['version', 'student', 'control', 'models', 'traits', 'checks'] as const;

const keyList = topLevelKeys
  .map(key => `\`${key}\``)
  .join(', ')
  .replace(/, (?=[^,]*$)/, ' or ');

/** Reads a recipe. It comes back only where nothing is an error; every problem says what was got and what was expected. */
export function parseRecipe(text: string): { readonly recipe?: Recipe; readonly problems: readonly RecipeProblem[] } {
  const yaml = parseYaml(text);
  const problems: RecipeProblem[] = [];
  const report: Report = (range, message) => problems.push(problemAt(yaml, text, range, message));
  for (const { code, message, start, end } of yaml.errors) {
    if (code !== 'DUPLICATE_KEY') report({ start, end }, `No valid YAML: ${message}`);
    else report({ start, end: keyEnd(text, start) }, 'This key stands twice; only one may stay.');
  }
  const readable = yaml.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  const recipe = yaml.document && readable ? readRecipe(yaml.document, report) : undefined;
  return { ...(recipe !== undefined && problems.length === 0 && { recipe }), problems };
}

type Report = (range: Range, message: string) => void;

function readRecipe(document: Document, report: Report): Recipe {
  const root = resolve(document.contents, document);
  if (root !== undefined && !isMap(root) && shallowValue(root, document) !== null) {
    report(
      rangeOf(root),
      'A recipe is a mapping with `version: 1`, and optionally `student`, `control`, `models`, `traits` and `checks`.',
    );
    return {};
  }
  const entries = entriesOf(root, document);
  for (const { key, keyRange } of entries) {
    if (!topLevelKeys.some(known => known === key)) {
      report(keyRange, `\`${key}\` is unknown in a recipe${didYouMean(key, topLevelKeys) || `; expected ${keyList}`}`);
    }
  }
  readVersion(entryOf(entries, 'version'), document, report);
  const student = readStudent(entryOf(entries, 'student'), document, report);
  const control = readControl(entryOf(entries, 'control'), document, report);
  const declared = readTraits(entryOf(entries, 'traits'), document, report);
  const known = withTraits(checks, asTraits(declared ?? []));
  const listed = readChecks(known, entryOf(entries, 'checks'), document, report);
  const models = readModels(entryOf(entries, 'models'), document, report);
  return {
    ...(student !== undefined && { student }),
    ...(listed !== undefined && { checks: listed }),
    ...(models !== undefined && { models }),
    ...(control !== undefined && { control }),
    ...(declared !== undefined && { traits: declared }),
  };
}

function entryOf(entries: readonly Entry[], key: string): Entry | undefined {
  return entries.findLast(entry => entry.key === key);
}

function readVersion(entry: Entry | undefined, document: Document, report: Report): void {
  if (entry === undefined) return report({ start: 0, end: 0 }, 'The version is missing; begin with `version: 1`.');
  const version = shallowValue(entry.node, document);
  if (version !== 1) report(entry.valueRange, `The version is ${shown(version)}; this Undertone reads \`version: 1\`.`);
}

function readStudent(entry: Entry | undefined, document: Document, report: Report): string | undefined {
  if (entry === undefined) return undefined;
  const student = shallowValue(entry.node, document);
  if (typeof student === 'string' && student.trim() !== '') return student.trim();
  report(entry.valueRange, `\`student\` is ${shown(student)}; expected the name of the model that will be trained.`);
  return undefined;
}

function readControl(entry: Entry | undefined, document: Document, report: Report): string | undefined {
  if (entry === undefined) return undefined;
  const control = shallowValue(entry.node, document);
  const path = typeof control === 'string' ? control.trim() : '';
  // Whoever wrote the recipe would have Windows ask a machine of their choice for it, with the user's name.
  const isElsewhere = /^[\\/]{2}/.test(path);
  if (path !== '' && !isElsewhere) return path;
  const expected = 'expected the path of a dataset without the trait, relative to this file';
  const got = isElsewhere ? `${shown(control)}, on another machine` : shown(control);
  report(entry.valueRange, `\`control\` is ${got}; ${expected}.`);
  return undefined;
}

function readTraits(
  entry: Entry | undefined,
  document: Document,
  report: Report,
): readonly DeclaredTrait[] | undefined {
  if (entry === undefined) return undefined;
  const { traits, problems } = parseDeclaredTraits(nestedValue(entry.node, document, 2));
  for (const { path, item, message } of problems) report(placeBelow(entry, path, document, item), message);
  return traits;
}

function readModels(entry: Entry | undefined, document: Document, report: Report): readonly ModelFact[] | undefined {
  if (entry === undefined) return undefined;
  const { facts, problems } = parseModelFacts(nestedValue(entry.node, document, 2), 'the recipe');
  for (const { path, message } of problems) report(placeBelow(entry, path, document), message);
  return facts;
}

/** Mappings of so many levels; what is deeper becomes an empty mapping. */
function nestedValue(node: unknown, document: Document, levels: number): JsonValue {
  if (levels === 0 || !isMap(node)) return shallowValue(node, document);
  return Object.fromEntries(
    entriesOf(node, document).map(entry => [entry.key, nestedValue(entry.node, document, levels - 1)]),
  );
}

/** The place of a value below an entry, or of one item of a list; as near as it can be found. */
function placeBelow(entry: Entry, path: readonly string[], document: Document, item?: number): Range {
  let place = entry;
  for (const key of path) {
    const next = entriesOf(place.node, document).find(each => each.key === key);
    if (next === undefined) break;
    place = next;
  }
  const list = resolve(place.node, document);
  if (item !== undefined && isSeq(list)) return rangeOf(list.items[item]);
  return place.valueRange;
}

function readChecks(
  known: readonly Check[],
  entry: Entry | undefined,
  document: Document,
  report: Report,
): readonly RecipeCheck[] | undefined {
  if (entry === undefined) return undefined;
  const listed = entriesOf(entry.node, document);
  if (!isMap(entry.node) || listed.length === 0) {
    report(
      entry.valueRange,
      '`checks` lists no check; write `<check>: on` below it, or leave it out to run the default checks.',
    );
    return undefined;
  }
  return listed.flatMap(each => {
    const check = known.find(({ id }) => id === each.key);
    const ids = known.map(({ id }) => id);
    if (check !== undefined) return [readCheck(check, each, document, report)];
    report(
      each.keyRange,
      `There is no check \`${each.key}\`${didYouMean(each.key, ids) || `; checks: ${ids.map(id => `\`${id}\``).join(', ')}`}`,
    );
    return [];
  });
}

function readCheck(check: Check, entry: Entry, document: Document, report: Report): RecipeCheck {
  if (isMap(entry.node)) return { id: check.id, enabled: true, given: readGiven(check, entry, document, report) };
  const value = shallowValue(entry.node, document);
  const known = value === null || value === 'on' || value === 'off' || typeof value === 'boolean';
  if (!known) report(entry.valueRange, `\`${check.id}\` is ${shown(value)}; expected \`on\`, \`off\` or its options.`);
  return { id: check.id, enabled: value !== 'off' && value !== false, given: {} };
}

function readGiven(check: Check, entry: Entry, document: Document, report: Report): JsonObject {
  const given: Record<string, JsonValue> = {};
  for (const option of entriesOf(entry.node, document)) {
    const value = shallowValue(option.node, document);
    const message = problemWith(check, option.key, value);
    if (message === undefined) given[option.key] = value;
    else report(optionPlace(check, option, value, document), `${message}.`.replace(/\?\.$/, '?'));
  }
  return given;
}

/** What is wrong with one option or the severity of a check, without a full stop; nothing where it can be used. */
export function problemWith(check: Check, name: string, value: JsonValue): string | undefined {
  if (name === 'severity') {
    const known = severities.some(severity => severity === value);
    return known
      ? undefined
      : `\`severity\` is ${shown(value)}; expected ${severities.map(each => `\`${each}\``).join(', ')}`;
  }
  if (!Object.hasOwn(check.options, name)) {
    const slip = didYouMean(name, ['severity', ...Object.keys(check.options)]);
    if (slip !== '') return `\`${check.id}\` has no option \`${name}\`${slip}`;
  }
  return resolveOptions(check.options, { [name]: value }).problems[0]?.message;
}

/** The key of an unknown option, the item at fault of a list, else the value. */
function optionPlace(check: Check, entry: Entry, value: JsonValue, document: Document): Range {
  const option = Object.hasOwn(check.options, entry.key) ? check.options[entry.key] : undefined;
  if (option === undefined && entry.key !== 'severity') return entry.keyRange;
  const node = resolve(entry.node, document);
  if (option === undefined || !isSeq(node) || !isArray(value)) return entry.valueRange;
  const bad = value.findIndex(item => !checkOption(entry.key, option, [item]).ok);
  return bad === -1 ? entry.valueRange : rangeOf(node.items[bad]);
}

function keyEnd(text: string, start: number): number {
  const end = text.slice(start).search(/[\s:]/);
  return end === -1 ? text.length : start + end;
}

function problemAt(yaml: YamlDocument, text: string, { start, end }: Range, message: string): RecipeProblem {
  const from = Math.min(start, text.length);
  const first = yaml.position(from);
  const last = yaml.position(Math.min(Math.max(end, from), text.length));
  return {
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: last.column,
    severity: 'error',
    message,
  };
}

function shown(value: JsonValue): string {
  if (value === null) return 'empty';
  if (isArray(value)) return 'a list';
  return isObject(value) ? 'a mapping' : JSON.stringify(value);
}

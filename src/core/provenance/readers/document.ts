import { lineAt, linesOf } from './jsonLines.ts';
import { parseBeforeFault, parseJson } from '../../json/parse.ts';
import { findJsonError } from '../../json/validate.ts';
import { formatPath, type FieldPath, type JsonValue } from '../../json/value.ts';
import { toJson } from '../../yaml/toJson.ts';

/** What a file holds, whatever it is written in. */
export interface SourceDocument {
  readonly root: JsonValue;
  /** The lines, from 1, of the values at these paths, by `formatPath`; a path that leads nowhere has that of the value it leaves. */
  linesOf(paths: readonly FieldPath[]): ReadonlyMap<string, number>;
}

interface ReadProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

interface ParsedFile {
  /** One, or none where nothing could be read. */
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly ReadProblem[];
}

/** The parser of YAML keeps a node per token and takes a second for some MB. */
const longestYaml = 1 << 20;
const mostFaults = 5;

/** Takes a file apart by the ending of its name: a card's front matter, YAML, JSON Lines, else JSON. Faults are told, the rest is read. */
export function parseFile(path: string, text: string): ParsedFile {
  const name = path.toLowerCase();
  if (name.endsWith('.md')) return parseFrontMatter(text);
  if (/\.(ya?ml|dvc|lock)$/.test(name)) return parseYamlFile(text, 0, 'This is no valid YAML');
  return /\.(jsonl|ndjson)$/.test(name) ? parseJsonLines(text) : parseJsonFile(text);
}

/** What stands between `---` on the first line and the next `---`. */
function parseFrontMatter(text: string): ParsedFile {
  const found = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (found === null) return { documents: [], problems: [] };
  const rest = text.slice(found[0].length);
  const close = /^(?:---|\.\.\.)[ \t]*\r?$/m.exec(rest);
  if (close === null) return { documents: [], problems: [] };
  return parseYamlFile(rest.slice(0, close.index), 1, "The card's front matter is no valid YAML");
}

function parseYamlFile(text: string, linesBefore: number, fault: string): ParsedFile {
  if (text.length > longestYaml) {
    const message = `${(text.length / longestYaml).toFixed(1)} MB of YAML; at most 1 MB is read.`;
    return { documents: [], problems: [{ line: 1, message }] };
  }
  const { root, errors, lineOf } = toJson(text);
  const problems = errors.slice(0, mostFaults).map(({ line, message }) => ({
    line: line + linesBefore,
    message: `${fault}: ${message}`,
  }));
  if (root === undefined) return { documents: [], problems };
  const lines = (paths: readonly FieldPath[]): ReadonlyMap<string, number> =>
    new Map(paths.map(path => [formatPath(path), lineOf(path) + linesBefore]));
  return { documents: [{ root, linesOf: lines }], problems };
}

function parseJsonFile(text: string): ParsedFile {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const error = findJsonError(text, start);
  const json = start === 0 ? text : text.slice(1);
  const root = error === undefined ? parseJson(json) : parseBeforeFault(json);
  const problems =
    error === undefined
      ? []
      : [
          {
            line: lineAt(text, error.offset),
            message: `No valid JSON: ${error.reason} Only what stands before that is read.`,
          },
        ];
  if (root === undefined) return { documents: [], problems };
  return { documents: [{ root, linesOf: paths => linesOf(text, paths) }], problems };
}

/** One document with a list of all lines, since events of one run stand on several. */
function parseJsonLines(text: string): ParsedFile {
  const items: { readonly value: JsonValue; readonly line: number }[] = [];
  const problems: ReadProblem[] = [];
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const json = text.slice(line === 0 && text.startsWith('\uFEFF') ? 1 : start, end);
    line++;
    start = end + 1;
    if (json.trim() === '') continue;
    const error = findJsonError(json);
    if (error === undefined) items.push({ value: parseJson(json), line });
    else problems.push({ line, message: `No valid JSON: ${error.reason}` });
  }
  const lineOf = ([item]: FieldPath): number => items[Number(item)]?.line ?? 1;
  const root = items.map(({ value }) => value);
  const document = {
    root,
    linesOf: (paths: readonly FieldPath[]) => new Map(paths.map(path => [formatPath(path), lineOf(path)])),
  };
  return { documents: items.length === 0 ? [] : [document], problems: problems.slice(0, mostFaults) };
}

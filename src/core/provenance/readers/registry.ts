import { croissant } from './croissant.ts';
import { cycloneDx } from './cycloneDx.ts';
import { datasetCard } from './datasetCard.ts';
import { dataTrust } from './dataTrust.ts';
import { distilabel } from './distilabel.ts';
import { parseFile, type SourceDocument } from './document.ts';
import { dvc } from './dvc.ts';
import { inToto } from './inToto.ts';
import { openLineage } from './openLineage.ts';
import type { DatasetName, ProvenanceReader, Said } from './reader.ts';
import { spdx } from './spdx.ts';
import { cut, longestValue } from './values.ts';
import type { DatasetProfile } from '../../dataset/profile.ts';
import { formatPath, isArray, type JsonValue } from '../../json/value.ts';
import type { ProvenanceProblem, ProvenanceRecord, Statement } from '../record.ts';
import { number } from '../../text/numbers.ts';

/** Every standard that is read. Where two claim a document, the first reads it. */
export const readers: readonly ProvenanceReader[] = [
  datasetCard,
  croissant,
  inToto,
  cycloneDx,
  spdx,
  openLineage,
  dataTrust,
  dvc,
  distilabel,
];

/** A card is told by its name alone. */
const sidecarReaders = readers.filter(reader => reader !== datasetCard);

/** More is no record of one dataset. */
const mostStatements = 2000;

/** A card or sidecar: its text, or why it is not read. */
export type ProvenanceFile =
  { readonly path: string; readonly text: string } | { readonly path: string; readonly problem: string };

/** The names of cards and sidecars to look for in a dataset's folder: `train.jsonl.gz` → `README.md`, `train.croissant.json`, … */
export function besideNames(datasetFileName: string): readonly string[] {
  const stems = stemsOf(datasetFileName);
  return [...new Set(readers.flatMap(reader => [...reader.sharedNames, ...reader.ownNames(stems)]))];
}

/**
 * What is known of where a dataset came from: by its cards and sidecars, then by its rows. `datasetName`: the dataset's file name,
 * to tell records of other files; what these say is left out, and a problem tells so.
 */
export function readProvenance(
  files: readonly ProvenanceFile[],
  profile: DatasetProfile,
  datasetName?: string,
): ProvenanceRecord {
  const results = files.map(file => readFile(file, datasetName));
  const ofRows = profile.origins.map(({ field, value, path, rows }): Statement => ({
    field,
    value,
    origin: { kind: 'rows', field: path, rows },
  }));
  return {
    statements: [...results.flatMap(({ statements }) => statements), ...ofRows],
    read: files.map(({ path }) => path),
    problems: results.flatMap(({ problems }) => problems),
  };
}

type FileResult = Pick<ProvenanceRecord, 'statements' | 'problems'>;

function readFile(file: ProvenanceFile, dataset: DatasetName): FileResult {
  const { path } = file;
  if ('problem' in file) return { statements: [], problems: [{ path, line: 1, message: file.problem }] };
  const parsed = parseFile(path, file.text);
  const results = parsed.documents.map(document => readDocument(path, document, dataset));
  const statements = withoutRepeats(results.flatMap(result => result.statements));
  const problems = [
    ...parsed.problems.map(problem => ({ path, ...problem })),
    ...onceEach(results.flatMap(result => result.problems)),
  ];
  if (results.includes(foreign) && parsed.problems.length === 0) problems.push(...foreignFile(path));
  if (statements.length <= mostStatements) return { statements, problems };
  const message = `This says ${number(statements.length)} things; the first ${number(mostStatements)} are taken.`;
  return { statements: statements.slice(0, mostStatements), problems: [...problems, { path, line: 1, message }] };
}

const foreign: FileResult = { statements: [], problems: [] };

function readDocument(path: string, document: SourceDocument, dataset: DatasetName): FileResult {
  const said = isCard(path) ? datasetCard.read(document.root, dataset) : sayRoot(document.root, dataset);
  if (said === undefined) return foreign;
  const lines = document.linesOf(said.map(each => each.path));
  const lineOf = (each: Said): number => lines.get(formatPath(each.path)) ?? 1;
  return {
    statements: said.flatMap((each): readonly Statement[] =>
      'field' in each
        ? [
            {
              field: each.field,
              // Here too, for values that a reader puts together.
              value: cut(each.value, longestValue),
              origin: { kind: 'file', path, line: lineOf(each), field: formatPath(each.path) },
            },
          ]
        : [],
    ),
    problems: said.flatMap(each => ('problem' in each ? [{ path, line: lineOf(each), message: each.problem }] : [])),
  };
}

/** A list that no standard knows as such may be one of statements or records. */
function sayRoot(root: JsonValue, dataset: DatasetName): readonly Said[] | undefined {
  const reader = sidecarReaders.find(each => each.claims(root));
  if (reader !== undefined) return reader.read(root, dataset);
  if (!isArray(root)) return undefined;
  const said = root.flatMap((item, index) =>
    (sidecarReaders.find(each => each.claims(item))?.read(item, dataset) ?? []).map(each => ({
      ...each,
      path: [index, ...each.path],
    })),
  );
  return said.length === 0 ? undefined : said;
}

function isCard(path: string): boolean {
  return path.toLowerCase().endsWith('.md');
}

/** Under a name that only one standard has, something else is a mistake worth telling; under any other it is none of ours. */
function foreignFile(path: string): readonly ProvenanceProblem[] {
  const name = path.replaceAll('\\', '/');
  const owner = readers.find(reader => reader.ownNames(['']).some(own => name.endsWith(own)));
  return owner === undefined ? [] : [{ path, line: 1, message: `This is no ${owner.title}, though its name says so.` }];
}

/** Events of one run repeat what they say: the first counts. */
function withoutRepeats(statements: readonly Statement[]): readonly Statement[] {
  const seen = new Map<string, Statement>();
  for (const statement of statements) {
    const { field, value, origin } = statement;
    const key = JSON.stringify([field, value, origin.field]);
    if (!seen.has(key)) seen.set(key, statement);
  }
  return [...seen.values()];
}

function onceEach(problems: readonly ProvenanceProblem[]): readonly ProvenanceProblem[] {
  return [...new Map(problems.map(problem => [problem.message, problem] as const).toReversed()).values()].toReversed();
}

function stemsOf(name: string): readonly string[] {
  const stems = [name];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) stems.push(name.slice(0, dot));
  return stems;
}

import { isMap, isScalar, isSeq } from 'yaml';
import type { Document } from 'yaml';
import type { NamedTeacher, ProvenanceReader, ReadProblem } from './reader.ts';
import { formatPath } from '../../json/value.ts';
import type { FieldPath } from '../../json/value.ts';
import { entriesOf, parseYaml, rangeOf, resolve } from '../../yaml/document.ts';
import type { Entry, Range } from '../../yaml/document.ts';
import { modelName } from '../modelName.ts';

const teacherKeys = ['generated_by', 'teacher', 'teacher_model', 'generator', 'model'];
const nameKeys = ['name', 'id', 'model'];

/**
 * A dataset card: `README.md` with YAML front matter. The Hub has no field for the generator, so the usual extra keys are read.
 * A model named in the prose below names no teacher: it may be anything.
 */
export const datasetCard: ProvenanceReader = {
  id: 'dataset-card',
  title: 'Dataset card',
  names: () => ['README.md'],
  read: text => {
    const matter = frontMatter(text);
    if (matter === undefined) return { teachers: [], problems: [] };
    const { document, errors, position } = parseYaml(matter.yaml);
    const lineOf = ({ start }: Range): number => position(start).line + matter.linesBefore;
    const problems: ReadProblem[] = errors.map(error => ({
      line: lineOf(error),
      message: `The card's front matter is no valid YAML: ${error.message}`,
    }));
    const teachers: NamedTeacher[] = [];
    if (document === undefined) return { teachers, problems };
    for (const entry of entriesOf(document.contents, document)) {
      if (!teacherKeys.includes(entry.key)) continue;
      for (const name of namesIn(entry, document)) {
        const line = lineOf(name.range);
        const field = formatPath(name.path);
        const model = name.text === undefined ? undefined : modelName(name.text);
        if (model !== undefined) teachers.push({ model, line, field });
        if (name.text === undefined)
          problems.push({ line, message: `\`${field}\` holds no text; the name of a model was expected.` });
      }
    }
    return { teachers, problems };
  },
};

interface Name {
  /** Absent: something other than a text stands there. */
  readonly text: string | undefined;
  readonly range: Range;
  readonly path: FieldPath;
}

function namesIn({ key, node, valueRange }: Entry, document: Document): readonly Name[] {
  if (node === undefined) return [];
  if (!isSeq(node)) return [nameOf(node, valueRange, [key], document)];
  return node.items.map((item, index) => nameOf(item, rangeOf(item), [key, index], document));
}

function nameOf(item: unknown, range: Range, path: FieldPath, document: Document): Name {
  const node = resolve(item, document);
  if (isMap(node)) {
    const entries = entriesOf(node, document);
    const named = nameKeys
      .flatMap(key => entries.filter(entry => entry.key === key))
      .find(entry => isScalar(entry.node));
    if (named !== undefined) return nameOf(named.node, named.valueRange, [...path, named.key], document);
  }
  const text = isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
  return { text, range, path };
}

/** What stands between `---` on the first line and the next `---`. */
function frontMatter(text: string): { readonly yaml: string; readonly linesBefore: number } | undefined {
  const found = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (found === null) return undefined;
  const rest = text.slice(found[0].length);
  const close = /^(?:---|\.\.\.)[ \t]*$/m.exec(rest.replaceAll('\r', ' '));
  return close === null ? undefined : { yaml: rest.slice(0, close.index), linesBefore: 1 };
}

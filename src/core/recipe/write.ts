import { isMap, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { checkById, checks } from '../checks/registry.ts';
import type { OptionValue } from '../checks/options.ts';
import type { Severity } from '../findings/finding.ts';
import type { ModelFact } from '../provenance/lineage/model.ts';
import type { DeclaredTrait } from '../traits/declared.ts';
import { parseYaml } from '../yaml/document.ts';

/** What to change in a recipe; whatever is not named stays. */
export interface RecipeChanges {
  readonly student?: string;
  readonly checks?: Readonly<Record<string, CheckChange>>;
  /** What to say of models: others in the recipe stay. */
  readonly models?: readonly ModelFact[];
  /** Traits to declare: others in the recipe stay. */
  readonly traits?: readonly DeclaredTrait[];
}

export interface CheckChange {
  readonly enabled: boolean;
  readonly severity?: Severity;
  /** Written where they differ from the default or stand in the recipe already. */
  readonly options?: Readonly<Record<string, OptionValue>>;
}

const header = ' What Undertone checks here, and how. Only the checks that are listed run.';

/**
 * Edits a recipe in place, comments kept; without a text it begins a new one. A recipe that lists checks runs only those, so the
 * first list names the other checks as well. Nothing comes back where the text is no YAML mapping.
 */
export function setInRecipe(text: string | undefined, changes: RecipeChanges): string | undefined {
  const source = text ?? '';
  if (parseYaml(source).errors.length > 0) return undefined;
  const document = parseDocument(source);
  if (document.contents !== null && !isMap(document.contents) && document.toJS() !== null) return undefined;
  if (!isMap(document.contents)) document.set('version', 1);
  else if (!document.has('version')) document.set('version', 1);
  if (text === undefined) document.commentBefore = header;
  if (changes.student !== undefined) document.set('student', changes.student);
  for (const fact of changes.models ?? []) setModel(document, fact);
  for (const { id, ...said } of changes.traits ?? []) document.setIn(['traits', id], document.createNode(said));
  setChecks(document, changes.checks ?? {});
  return writtenYaml(document, source);
}

function setModel(document: Document, { model, bases, relation, note, source }: ModelFact): void {
  const [only, ...others] = bases;
  const said = {
    ...(only !== undefined && { base: others.length > 0 ? bases : only }),
    ...(relation !== undefined && { relation }),
    note: note ?? `Read at ${source}`,
  };
  document.setIn(['models', model], document.createNode(said));
}

function setChecks(document: Document, changes: Readonly<Record<string, CheckChange>>): void {
  if (Object.keys(changes).length === 0) return;
  if (!isMap(document.get('checks'))) {
    const others = checks
      .filter(({ id, optIn }) => optIn !== true && changes[id] === undefined)
      .map(({ id }) => [id, 'on'] as const);
    document.set('checks', document.createNode(Object.fromEntries(others)));
  }
  for (const [id, change] of Object.entries(changes)) setCheck(document, id, change);
}

function setCheck(document: Document, id: string, { enabled, severity, options = {} }: CheckChange): void {
  const path = ['checks', id];
  if (!enabled) return document.setIn(path, 'off');
  const declared = checkById(id)?.options ?? {};
  const wanted: (readonly [string, OptionValue])[] = Object.entries(options).filter(([name, value]) => {
    const standard = declared[name]?.default;
    return document.hasIn([...path, name]) || JSON.stringify(value) !== JSON.stringify(standard);
  });
  if (severity !== undefined) wanted.unshift(['severity', severity]);
  const present = isMap(document.getIn(path));
  if (wanted.length === 0) {
    if (!present) document.setIn(path, 'on');
    return;
  }
  if (!present) document.setIn(path, document.createNode({}));
  for (const [name, value] of wanted) {
    const list = Array.isArray(value);
    document.setIn([...path, name], list ? document.createNode(value, { flow: true }) : value);
  }
}

/** In the layout of the text as it stood: indentation, lists under their key or one deeper, line ends. */
export function writtenYaml(document: Document, source: string): string {
  const indent = Math.min(8, /^( +)[^\s#-]/m.exec(source)?.[1]?.length ?? 2);
  const indentSeq = !/^( *)[\w-]+:[ \t]*\r?\n\1- /m.test(source);
  const text = document.toString({ lineWidth: 0, indent, indentSeq, flowCollectionPadding: false });
  return source.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

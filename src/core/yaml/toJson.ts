import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair } from 'yaml';
import { parseYaml, rangeOf } from './document.ts';
import type { FieldPath, JsonValue } from '../json/value.ts';

/** A YAML text as the JSON value that it amounts to. */
export interface YamlAsJson {
  /** Absent where nothing could be read. */
  readonly root: JsonValue | undefined;
  readonly errors: readonly { readonly line: number; readonly message: string }[];
  /** The line, from 1, of the value at a path; of the deepest value on its way where it leads nowhere. */
  lineOf(path: FieldPath): number;
}

const deepest = 64;
/** Aliases multiply: a few lines can stand for billions of nodes. */
const mostNodes = 100_000;

/** Reads YAML 1.2; what is nested too deep or refers to itself is left out, of equal keys the last counts. Never throws. */
export function toJson(text: string): YamlAsJson {
  const { document, errors, position } = parseYaml(text, { uniqueKeys: false });
  const told = errors.map(({ start, message }) => ({ line: position(start).line, message }));
  if (document === undefined) return { root: undefined, errors: told, lineOf: () => 1 };
  const state: State = { nodes: mostNodes, anchors: new Map(), targets: new Map(), repeated: new Set() };
  const root = convert(document.contents, state, deepest);
  const repeats = [...state.repeated].map(pair => ({
    line: position(rangeOf(pair.key).start).line,
    message: `\`${keyOf(pair)}\` stands here again; the last one counts.`,
  }));
  const cut = { line: 1, message: 'It stands for more than can be read; part of it is left out.' };
  return {
    root,
    errors: [...told, ...repeats, ...(state.nodes < 0 ? [cut] : [])],
    lineOf: path => position(offsetOf(document.contents, path, state)).line,
  };
}

interface State {
  /** How many may still be read. */
  nodes: number;
  /** The nodes that aliases mean, as far as the text has been read: a name may be given anew. */
  readonly anchors: Map<string, Node>;
  /** What each alias meant where it stood. */
  readonly targets: Map<unknown, Node>;
  readonly repeated: Set<Pair>;
}

/** Goes in the order of the text, once, where the parser's own way to resolve an alias reads all before it again. */
function convert(written: unknown, state: State, depth: number): JsonValue {
  const target = isAlias(written) ? state.anchors.get(written.source) : undefined;
  if (target !== undefined) state.targets.set(written, target);
  const node = target ?? written;
  if (depth === 0 || state.nodes-- <= 0) return null;
  if ((isSeq(node) || isMap(node) || isScalar(node)) && node.anchor !== undefined) state.anchors.set(node.anchor, node);
  if (isSeq(node)) return node.items.map(item => convert(item, state, depth - 1));
  if (!isMap(node)) return scalarOf(node);
  const entries = new Map<string, JsonValue>();
  for (const pair of node.items) {
    const key = keyOf(pair);
    if (entries.has(key)) state.repeated.add(pair);
    entries.set(key, convert(pair.value, state, depth - 1));
  }
  return Object.fromEntries(entries);
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

function scalarOf(node: unknown): JsonValue {
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return value === null || value === undefined ? null : (node.source ?? null);
}

function offsetOf(root: unknown, path: FieldPath, { targets }: State): number {
  let node = root;
  let offset = 0;
  for (const step of path) {
    const holder = targets.get(node) ?? node;
    if (typeof step === 'number') {
      const item: unknown = isSeq(holder) ? holder.items[step] : undefined;
      if (item === undefined) return offset;
      node = item;
      offset = rangeOf(item).start;
    } else {
      const pair = isMap(holder) ? holder.items.findLast(each => keyOf(each) === step) : undefined;
      if (pair === undefined) return offset;
      // Where nothing stands after a key, the parser puts an empty scalar, or no node at all, on some line after it.
      const empty = pair.value === null || (isScalar(pair.value) && pair.value.source === '');
      node = pair.value;
      offset = rangeOf(empty ? pair.key : pair.value).start;
    }
  }
  return offset;
}

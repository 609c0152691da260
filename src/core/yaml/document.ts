import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import type { JsonValue } from '../json/value.ts';

/** Half-open, in UTF-16 code units of the text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface YamlError extends Range {
  readonly code: string;
  readonly message: string;
}

/** One key of a mapping with its value, each with its place. */
export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  /** Absent where nothing stands after the key. */
  readonly node: Node | undefined;
  /** Where the value stands as written: an alias, not what it stands for. The key's place where there is no value. */
  readonly valueRange: Range;
}

export interface YamlDocument {
  readonly document: Document | undefined;
  readonly errors: readonly YamlError[];
  /** Line and column of an offset, both from 1. */
  position(offset: number): { readonly line: number; readonly column: number };
}

/**
 * Reads YAML 1.2, keeping where everything stands. What is wrong is told, and the rest read as far as it goes.
 * `uniqueKeys: false`: equal keys in a mapping are no error; the parser's own look for them takes the square of their number.
 */
export function parseYaml(text: string, { uniqueKeys = true }: { readonly uniqueKeys?: boolean } = {}): YamlDocument {
  const lineCounter = new LineCounter();
  const position = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys });
    const errors = document.errors.map(({ code, message, pos: [start, end] }) => ({ code, message, start, end }));
    return errors.some(isOverflow)
      ? { document: undefined, errors: [tooDeep], position }
      : { document, errors, position };
  } catch (error) {
    if (!isOverflow(error)) throw error;
    return { document: undefined, errors: [tooDeep], position };
  }
}

const tooDeep: YamlError = { code: 'TOO_DEEP', message: 'Nested too deeply to be read.', start: 0, end: 1 };

/** The parser recurses: thousands of nested brackets exhaust the stack, which it sometimes reports as an error of the text. */
function isOverflow(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'message' in error && /call stack/i.test(String(error.message));
}

/** The keys of a mapping in order; none for anything else. */
export function entriesOf(node: unknown, document: Document): readonly Entry[] {
  const map = resolve(node, document);
  if (!isMap(map)) return [];
  return map.items.map(({ key, value }) => {
    const keyNode = isScalar(key) ? key : undefined;
    const resolved = resolve(value, document);
    const empty = isScalar(resolved) && resolved.value === null && (resolved.source ?? '') === '';
    return {
      key: keyNode === undefined ? '' : String(keyNode.value),
      keyRange: rangeOf(key),
      node: resolved === undefined || empty ? undefined : resolved,
      valueRange: rangeOf(resolved === undefined || empty ? key : value),
    };
  });
}

/** What an alias stands for; the node itself otherwise. */
export function resolve(node: unknown, document: Document): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isScalar(node) || isMap(node) || isSeq(node) ? node : undefined;
}

export function rangeOf(node: unknown): Range {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}

/** A scalar or a list of scalars as JSON; whatever is nested deeper becomes an empty mapping. */
export function shallowValue(node: unknown, document: Document): JsonValue {
  const resolved = resolve(node, document);
  if (isSeq(resolved)) return resolved.items.map(item => scalarValue(resolve(item, document)));
  return scalarValue(resolved);
}

function scalarValue(node: Node | undefined): JsonValue {
  if (node === undefined) return null;
  if (!isScalar(node)) return {};
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : (node.source ?? '');
}

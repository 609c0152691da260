import { JsonScanner } from '../../json/scanner.ts';
import { formatPath, type FieldPath } from '../../json/value.ts';

interface Node {
  readonly children: Map<string | number, Node>;
  /** Where the value starts; of duplicate keys the last counts, as for `JSON.parse`. */
  offset: number | undefined;
}

/**
 * The lines, from 1, on which the values at these paths start, in one pass over the text. A path that leads nowhere has the
 * line of the deepest value on its way. What follows a fault in the text is not looked at.
 */
export function linesOf(text: string, paths: readonly FieldPath[]): ReadonlyMap<string, number> {
  const root: Node = { children: new Map(), offset: undefined };
  for (const path of paths) pathTo(root, path);
  locate(text, root);
  const offsets = new Map(paths.map(path => [formatPath(path), offsetOf(root, path)]));
  const lines = new LineCounter(text, [...offsets.values()]);
  return new Map([...offsets].map(([path, offset]) => [path, lines.lineAt(offset)]));
}

/** The line of one offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return new LineCounter(text, [offset]).lineAt(offset);
}

function pathTo(root: Node, path: FieldPath): void {
  let node = root;
  for (const step of path) {
    let child = node.children.get(step);
    if (child === undefined) node.children.set(step, (child = { children: new Map(), offset: undefined }));
    node = child;
  }
}

function locate(text: string, root: Node): void {
  const scanner = new JsonScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  // Per open container its node, as far as it lies on a path that is looked for.
  const open: (Node | undefined)[] = [];
  for (let kind = scanner.next(); kind !== 'end' && kind !== 'error'; kind = scanner.next()) {
    if (kind === ',' || kind === ':' || kind === 'key') continue;
    if (kind === '}' || kind === ']') {
      open.pop();
      continue;
    }
    const opens = kind === '{' || kind === '[';
    const level = opens ? scanner.depth - 1 : scanner.depth;
    const parent = open[level - 1];
    const node = level === 0 ? root : parent === undefined ? undefined : parent.children.get(scanner.step(level - 1));
    if (node !== undefined) node.offset = scanner.start;
    if (opens) open.push(node);
  }
}

function offsetOf(root: Node, path: FieldPath): number {
  let offset = root.offset ?? 0;
  let node: Node | undefined = root;
  for (const step of path) {
    node = node.children.get(step);
    if (node?.offset === undefined) return offset;
    offset = node.offset;
  }
  return offset;
}

class LineCounter {
  readonly #lines = new Map<number, number>();

  constructor(text: string, offsets: readonly number[]) {
    let line = 1;
    let newline = text.indexOf('\n');
    for (const offset of [...offsets].sort((a, b) => a - b)) {
      for (; newline !== -1 && newline < offset; newline = text.indexOf('\n', newline + 1)) line++;
      this.#lines.set(offset, line);
    }
  }

  lineAt(offset: number): number {
    return this.#lines.get(offset) ?? 1;
  }
}

import type { Place } from './reader.ts';
import { listed } from './values.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';

/** Where each node of a JSON-LD document is written out, by its `@id`. */
export type Index = ReadonlyMap<string, readonly Place[]>;

/** The nodes at the top: those of the graph, else the document itself. */
export function topNodes(root: JsonObject): readonly Place[] {
  const graph = root['@graph'];
  return isArray(graph) ? listed(graph, ['@graph']) : [{ value: root, path: [] }];
}

/** The properties of this name, whatever prefix or namespace they are written with. */
export function propertiesOf(node: JsonValue, name: string, path: FieldPath): readonly Place[] {
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    value !== undefined && localName(key) === name ? listed(value, [...path, key]) : [],
  );
}

/** The values of a property, references by `@id` followed to where the node is written out. */
export function referred({ value, path }: Place, name: string, index: Index): readonly Place[] {
  return propertiesOf(value, name, path).flatMap(place => {
    const id = typeof place.value === 'string' ? place.value : isObject(place.value) ? place.value['@id'] : undefined;
    const written = typeof id === 'string' ? (index.get(id) ?? []) : [];
    return isReference(place.value) && written.length > 0 ? written : [place];
  });
}

/** The types of a node, without prefixes. */
export function typesOf(node: JsonValue): readonly string[] {
  return propertiesOf(node, 'type', []).flatMap(({ value }) => (typeof value === 'string' ? [localName(value)] : []));
}

/** A text, or what a language-tagged or typed literal holds. */
function literal({ value, path }: Place): { readonly value: string; readonly path: FieldPath } | undefined {
  if (typeof value === 'string') return { value, path };
  if (typeof value === 'number') return { value: String(value), path };
  const held = isObject(value) ? value['@value'] : undefined;
  return typeof held === 'string' ? { value: held, path: [...path, '@value'] } : undefined;
}

/** The first of these properties that holds a text. */
export function textOf(
  { value, path }: Place,
  names: readonly string[],
): { readonly value: string; readonly path: FieldPath } | undefined {
  for (const name of names) {
    for (const place of propertiesOf(value, name, path)) {
      const text = literal(place);
      if (text !== undefined && text.value.trim() !== '') return text;
    }
  }
  return undefined;
}

/** Nodes that are referred to stand near the top; a path to one nested without limit would be as long as the nesting. */
const deepestNode = 32;

/** Every node that is written out under an `@id` or SPDX's `spdxId`. */
export function indexById(root: JsonValue): Index {
  const index = new Map<string, Place[]>();
  const open: JsonLink[] = [{ value: root, depth: 0 }];
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    const { value, depth } = link;
    if (typeof value !== 'object' || value === null || depth > deepestNode) continue;
    const id = isObject(value) ? (value['@id'] ?? value['spdxId']) : undefined;
    if (typeof id === 'string' && !isReference(value)) {
      const places = index.get(id) ?? [];
      places.push({ value, path: pathOf(link) });
      index.set(id, places);
    }
    for (const [key, child] of isArray(value) ? value.entries() : Object.entries(value)) {
      if (child !== undefined) open.push({ value: child, depth: depth + 1, step: key, parent: link });
    }
  }
  return index;
}

/** `prov:SoftwareAgent`, `http://www.w3.org/ns/prov#SoftwareAgent` → `SoftwareAgent`; `@type` → `type`. */
export function localName(name: string): string {
  return name.slice(
    Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'), name.lastIndexOf('#'), name.lastIndexOf('@')) + 1,
  );
}

function isReference(value: JsonValue): boolean {
  return typeof value === 'string' || (isObject(value) && Object.keys(value).every(key => key === '@id'));
}

interface JsonLink {
  readonly value: JsonValue;
  readonly depth: number;
  readonly step?: string | number;
  readonly parent?: JsonLink;
}

function pathOf(link: JsonLink): FieldPath {
  const path: (string | number)[] = [];
  for (let each: JsonLink | undefined = link; each?.step !== undefined; each = each.parent) path.push(each.step);
  return path.reverse();
}

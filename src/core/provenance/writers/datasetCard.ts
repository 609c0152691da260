import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Updated } from './croissantUpdate.ts';
import { parseYaml } from '../../yaml/document.ts';

/** What a dataset card is to say in its front matter; fields that are not named stay. */
export interface CardChanges {
  /** Models that wrote completions. */
  readonly generatedBy?: readonly string[];
  /** A licence by the Hub's name for it. */
  readonly license?: string;
  readonly sourceDatasets?: readonly string[];
}

const syntheticTag = 'synthetic';

/**
 * Changes the front matter of a dataset card (`README.md`); comments, other keys and the text below stay. A dataset with a generator
 * is tagged `synthetic`. `whenNone: 'create'` gives a card without front matter one; otherwise that is refused.
 */
export function updateCard(
  card: string,
  changes: CardChanges,
  { whenNone }: { readonly whenNone: 'create' | 'refuse' },
): Updated {
  const parts = splitCard(card);
  if (parts === undefined && whenNone === 'refuse') {
    return { ok: false, why: 'The card has no front matter. Add `---` lines at its top, or let it be created.' };
  }
  const { mark, head, yaml, tail } = parts ?? { ...newFrontMatter(card), yaml: '' };
  if (parseYaml(yaml).errors.length > 0)
    return { ok: false, why: "The card's front matter is no valid YAML. Repair it first." };
  const document = parseDocument(yaml);
  if (document.contents !== null && !isMap(document.contents)) {
    return { ok: false, why: "The card's front matter is no mapping of keys to values. Repair it first." };
  }
  apply(document, changes);
  return { ok: true, text: mark + head + written(document, yaml, head) + tail };
}

interface CardParts {
  /** A byte order mark, or nothing. */
  readonly mark: string;
  readonly head: string;
  readonly yaml: string;
  /** The closing line and all below. */
  readonly tail: string;
}

function splitCard(card: string): CardParts | undefined {
  const open = /^(\uFEFF?)(---[ \t]*\r?\n)/.exec(card);
  if (open === null) return undefined;
  const [whole, mark = '', head = ''] = open;
  const rest = card.slice(whole.length);
  const close = /^(?:---|\.\.\.)[ \t]*\r?$/m.exec(rest);
  if (close === null) return undefined;
  return { mark, head, yaml: rest.slice(0, close.index), tail: rest.slice(close.index) };
}

function newFrontMatter(card: string): Omit<CardParts, 'yaml'> {
  const mark = card.startsWith('\uFEFF') ? '\uFEFF' : '';
  const line = card.includes('\r\n') ? '\r\n' : '\n';
  const body = card.slice(mark.length);
  return { mark, head: `---${line}`, tail: `---${line}${body === '' ? '' : line}${body}` };
}

function apply(document: Document, { generatedBy, license, sourceDatasets }: CardChanges): void {
  if (license !== undefined) document.set('license', license);
  if (sourceDatasets !== undefined) addAll(document, 'source_datasets', sourceDatasets);
  if (generatedBy === undefined || generatedBy.length === 0) return;
  const [only] = generatedBy;
  const isList = isSeq(document.get('generated_by'));
  document.set('generated_by', generatedBy.length === 1 && !isList ? only : document.createNode(generatedBy));
  addAll(document, 'tags', [syntheticTag]);
}

/** Adds to a list what it lacks; a single value becomes a list. */
function addAll(document: Document, key: string, values: readonly string[]): void {
  const there = document.get(key, true);
  if (isSeq(there)) {
    const present = new Set(there.items.map(item => (isScalar(item) ? String(item.value) : '')));
    for (const value of values) if (!present.has(value)) there.add(document.createNode(value));
    return;
  }
  const held = isScalar(there) && typeof there.value === 'string' ? [there.value] : [];
  document.set(key, document.createNode([...new Set([...held, ...values])]));
}

/** In the layout of the front matter as it stood: indentation, lists under their key or one deeper, line ends. */
function written(document: Document, source: string, firstLine: string): string {
  const indent = Math.min(8, /^( +)[^\s#-]/m.exec(source)?.[1]?.length ?? 2);
  const indentSeq = /^( *)[\w-]+:[ \t]*\r?\n\1 +- /m.test(source);
  const text = document.toString({ lineWidth: 0, indent, indentSeq, flowCollectionPadding: false });
  return firstLine.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}

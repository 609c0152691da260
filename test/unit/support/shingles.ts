import type { Shingle } from '../../../src/core/duplicates/query.ts';

/**
 * Runs of ASCII letters, digits and underscores and of all that is not ASCII: what the kernel takes for a word. A script without
 * spaces has none that people would call so; characters are the better unit there.
 */
const words = /[0-9A-Za-z_\u0080-\uffff]+/g;

/** The shingles of a text, as texts. A text of fewer units than one shingle is a shingle by itself; one without any unit has none. */
export function shinglesOf(text: string, { unit, size }: Shingle): ReadonlySet<string> {
  const units = unit === 'words' ? (text.match(words) ?? []) : Array.from(text);
  const between = unit === 'words' ? ' ' : '';
  if (units.length === 0) return new Set();
  if (units.length < size) return new Set([units.join(between)]);
  const shingles = new Set<string>();
  for (let at = 0; at + size <= units.length; at++) shingles.add(units.slice(at, at + size).join(between));
  return shingles;
}

/** The share of the shingles of either that both have; 0 where one has none. */
export function jaccardOfSets(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared++;
  return shared / (left.size + right.size - shared);
}

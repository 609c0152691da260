import { number } from './numbers.ts';

/** "a, b and 3 more": the first of many, as a sentence lists them. */
export function firstOf(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${number(more)} more` : names.join(', ');
}

import type { Member } from './result.ts';

/** How a member belongs to its cluster. */
export function memberText({ kind, similarity }: Pick<Member, 'kind' | 'similarity'>, via: string): string {
  switch (kind) {
    case 'kept':
      return 'kept';
    case 'copy':
      return 'the same text';
    case 'near':
      return `similarity ${similarityText(similarity)}`;
    case 'linked':
      return `similarity ${similarityText(similarity)}, below the threshold: linked through ${via}`;
  }
}

/** Rounded down, so that what is not the same does not read as 1. */
export function similarityText(similarity: number): string {
  return (Math.floor(similarity * 1000 + 1e-9) / 1000).toFixed(3);
}

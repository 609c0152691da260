import type { DuplicateQuery } from '../core/duplicates/query.ts';
import type { ClusterSummary, Match, Member, RowPlace } from '../core/duplicates/result.ts';

/** What the duplicates page may ask of the host. Lists come by range. */
export interface DuplicatesContract {
  readonly calls: {
    readonly ready: [undefined, DuplicatesState, never];
    /** Looks again, by another question; ends the run that is under way. */
    readonly run: [DuplicateQuery, void, never];
    readonly cancel: [undefined, void, never];
    readonly clusters: [Range, readonly ClusterItem[], never];
    readonly members: [Range & { readonly cluster: number }, readonly MemberItem[], never];
    readonly matches: [Range, readonly MatchItem[], never];
    /** The compared text of a row, to its first `maxShownText` characters. */
    readonly text: [RowPlace, ShownText, never];
    readonly openRow: [RowPlace, void, never];
    /** Asks where to, and exports by the check of the same name and options alone. */
    readonly exportWithout: [undefined, void, never];
  };
  readonly events: {
    readonly state: DuplicatesState;
  };
}

export interface Range {
  readonly start: number;
  readonly count: number;
}

/** Characters of a text that cross to the page. */
export const maxShownText = 20_000;

export interface ShownText {
  readonly text: string;
  /** Characters of the whole text; more than `text` has where it is cut. */
  readonly length: number;
}

export interface ClusterItem extends ClusterSummary {
  /** The beginning of the kept row's text. */
  readonly excerpt: string;
}

export interface MemberItem extends Member {
  readonly excerpt: string;
}

export interface MatchItem extends Match {
  readonly excerpt: string;
}

export interface DuplicatesState {
  /** In the order in which places name them; those that are looked in before those that are looked for. */
  readonly files: readonly { readonly name: string; readonly uri: string }[];
  /** The file that is looked for in the others, where there is more than one. */
  readonly checkedFrom: number;
  readonly query: DuplicateQuery;
  readonly run:
    | { readonly state: 'running'; readonly step: string; readonly share: number }
    | { readonly state: 'cancelled' }
    /** One sentence with the next step. */
    | { readonly state: 'failed'; readonly message: string }
    | {
        readonly state: 'done';
        /** Grows with each result: pages of an earlier one are of no use. */
        readonly number: number;
        /** Clusters, or rows that stand in the other file. */
        readonly total: number;
        readonly summary: string;
        readonly limits: readonly string[];
      };
}

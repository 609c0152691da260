import type { JsonObject } from '../../json/value.ts';
import type { Example } from '../example.ts';

/** A known row shape. One file per format, one line in `registry.ts`. */
export interface RowFormat {
  /** Stable: stands in reports, recipes and the CLI's JSON. */
  readonly id: string;
  readonly title: string;
  /** The keys that tell it, as a person would name them: "`messages[]` of `{role, content}`". */
  readonly evidence: string;
  readonly documentation: string;
  matches(row: JsonObject): boolean;
  /** Called only where `matches` said yes. Never throws, whatever else the row holds. */
  normalise(row: JsonObject): Example;
  /** Rows of this shape, for the tests and the docs page. */
  readonly examples: readonly JsonObject[];
}

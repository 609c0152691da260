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
  /** May look into a text only to see whether it is empty or opens with reasoning. */
  matches(row: JsonObject): boolean;
  /** Called only where `matches` said yes. Never throws, whatever else the row holds. */
  normalise(row: JsonObject): Example;
  /**
   * Which completions there are, in which fields, and what the row says of its teacher depends on a text only by whether it is
   * empty or opens with reasoning, and on no comparison of texts: rows that differ in texts alone need not be parsed one by one.
   */
  readonly blindToTexts?: true;
  /** Rows of this shape, for the tests and the docs page. */
  readonly examples: readonly JsonObject[];
}

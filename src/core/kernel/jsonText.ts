/** A text as it stands in JSON: bytes of a block, from `start` to `end`. */
export interface JsonText {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Whether there are bytes beyond ASCII. */
  readonly wide: boolean;
  /** Whether there are backslashes. Without them and without `wide`, every byte is one character. */
  readonly escaped: boolean;
}

/** One token of a completion as a model sees it. */
export interface LikelyToken {
  /** In nats. */
  readonly logprob: number;
  /** The token that the model would have written here. */
  readonly likeliest: number;
  readonly id: number;
}

/**
 * The positions at which teachers under different prompts would write different tokens: argmax p(· | y<t, x, s) differs between them.
 * One list of tokens per prompt, over the same tokens. Source: Schrodi et al. 2025, arXiv 2509.23886.
 */
export function divergentTokens(underPrompts: readonly (readonly LikelyToken[])[]): readonly number[] {
  const [first = [], ...others] = underPrompts;
  return first.flatMap(({ likeliest }, at) => (others.some(tokens => tokens[at]?.likeliest !== likeliest) ? [at] : []));
}

/** Where tokens stand in the text that they spell, half-open, in UTF-16 code units; undefined where they do not spell it, as with characters cut in two. */
export function tokenSpans(
  texts: readonly string[],
  completion: string,
): readonly { readonly start: number; readonly end: number }[] | undefined {
  const spans: { start: number; end: number }[] = [];
  let at = 0;
  for (const text of texts) {
    spans.push({ start: at, end: at + text.length });
    at += text.length;
  }
  return texts.join('') === completion ? spans : undefined;
}

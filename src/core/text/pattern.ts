import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/** Half-open, in UTF-16 code units. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
}

/** A regular expression that takes time in proportion to the text, whatever it is. */
export interface Pattern {
  /** The first place that it matches. */
  find(text: string): PatternMatch | undefined;
}

export type ReadPattern =
  { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly problem: string };

/** Reads a regular expression in RE2's syntax (https://github.com/google/re2/wiki/Syntax); the problem says what is wrong and where. */
export function readPattern(
  source: string,
  { ignoreCase = false }: { readonly ignoreCase?: boolean } = {},
): ReadPattern {
  try {
    const compiled = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    const find = (text: string): PatternMatch | undefined => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined;
    };
    return { ok: true, pattern: { find } };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { ok: false, problem: problemOf(error, source) };
  }
}

function problemOf(error: RE2JSException, source: string): string {
  if (!(error instanceof RE2JSSyntaxException)) return error.message;
  const part = error.getPattern() ?? '';
  const reason = error.getDescription();
  // What is missing is missing at the end.
  const at = reason.startsWith('missing closing') || part === '' ? source.length : source.indexOf(part);
  const look = /^\((?:\?[=!]|\?<[=!])/.test(part) ? ' (RE2 has no look-around)' : '';
  return `${reason}${part === '' || part === source ? '' : ` ${JSON.stringify(part)}`} at character ${at + 1}${look}`;
}

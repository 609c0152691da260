import { parseJson } from '../json/parse.ts';
import { isObject, type JsonObject } from '../json/value.ts';

/** What a judge said of one row. */
export type Judgement =
  | { readonly kind: 'score'; /** From 0 to 100. */ readonly score: number; readonly reason?: string }
  | { readonly kind: 'abstained'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly got: string };

const shownCharacters = 80;

/** A bare number from 0 to 100, or one of the two words by which the study's judges decline. Anything else is no score. */
export function readNumber(answer: string): Judgement {
  const text = answer.trim();
  const word = /^["'*]*(CODE|REFUSAL)["'*.]*$/i.exec(text)?.[1];
  if (word !== undefined) return { kind: 'abstained', why: word.toUpperCase() };
  const score = /^\d{1,3}(?:\.\d+)?\.?$/.test(text) ? Number.parseFloat(text) : NaN;
  return score <= 100 ? { kind: 'score', score } : unreadable(answer);
}

/** A JSON object with `score` and `reason`. */
export function readObject(answer: string): Judgement {
  const value = objectIn(answer);
  if (value === undefined) return unreadable(answer);
  const { score, reason } = value;
  const said = typeof reason === 'string' ? reason.trim() : '';
  if (score === null) return { kind: 'abstained', why: said === '' ? 'cannot judge' : said };
  if (typeof score !== 'number' || !(score >= 0 && score <= 100)) return unreadable(answer);
  return { kind: 'score', score, ...(said !== '' && { reason: said }) };
}

/** The JSON object that an answer is, as it is or in a fenced block; undefined: it is none. */
export function objectIn(answer: string): JsonObject | undefined {
  try {
    const value = parseJson(/^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(answer)?.[1] ?? answer);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(answer: string): Judgement {
  const got = answer.trim().replaceAll(/\s+/g, ' ');
  return { kind: 'unreadable', got: got.length > shownCharacters ? `${got.slice(0, shownCharacters)}…` : got };
}

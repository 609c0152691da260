import { decodeString, JsonScanner } from './scanner.ts';
import type { JsonValue } from './value.ts';

/**
 * Parses as `JSON.parse` should, and throws where it does. V8 12.8 to 14.6 give a key written with an escape the name of
 * another key, met before, that holds a backslash (https://github.com/nodejs/node/issues/63785): what a row reads as
 * would depend on the rows read before it. On those, texts with such keys, which are few, are built from their tokens.
 */
export function parseJson(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  return confusesKeys && hasEscapedKey(text) ? (parseBeforeFault(text) ?? value) : value;
}

const confusesKeys = doesConfuseKeys();

function doesConfuseKeys(): boolean {
  JSON.parse('{"first":[],"\\\\":0}');
  return !Object.hasOwn(JSON.parse('{"first":0,"\\n":0}') as object, '\n');
}

/** Whether a key of this valid JSON text is written with an escape. Goes from backslash to end of string: most rows have few. */
function hasEscapedKey(text: string): boolean {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    at = text.indexOf('"', at);
    while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
    at++;
    while (isSpace(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === 0x3a) return true;
  }
  return false;
}

function isEscaped(text: string, quote: number): boolean {
  let at = quote;
  while (text.charCodeAt(at - 1) === 0x5c) at--;
  return (quote - at) % 2 === 1;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

type Container = Record<string, unknown> | unknown[];

/**
 * What a JSON text holds before its first fault, what is still open there closed: all of it where there is none, nothing where
 * it begins with one.
 */
export function parseBeforeFault(text: string): JsonValue | undefined {
  const scanner = new JsonScanner(text);
  const open: Container[] = [];
  let key = '';
  let root: unknown;
  const place = (value: unknown): void => {
    const parent = open.at(-1);
    if (parent === undefined) root = value;
    else if (Array.isArray(parent)) parent.push(value);
    else setMember(parent, key, value);
  };
  for (let kind = scanner.next(); kind !== 'end' && kind !== 'error'; kind = scanner.next()) {
    const { start, end } = scanner;
    if (kind === 'key') key = decodeString(text, start, end);
    else if (kind === 'string') place(decodeString(text, start, end));
    else if (kind === 'number') place(Number(text.slice(start, end)));
    else if (kind === 'literal') place(JSON.parse(text.slice(start, end)));
    else if (kind === '}' || kind === ']') open.pop();
    else if (kind === '{' || kind === '[') {
      const container: Container = kind === '{' ? {} : [];
      place(container);
      open.push(container);
    }
  }
  return root as JsonValue | undefined;
}

function setMember(parent: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') parent[key] = value;
  else Object.defineProperty(parent, key, { value, configurable: true, enumerable: true, writable: true });
}

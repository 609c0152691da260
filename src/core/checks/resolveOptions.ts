import type { Option, OptionDeclarations, OptionValue, Range } from './options.ts';
import { problemWithText, textFormats, type TextFormat } from './textFormats.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';
import { isArray } from '../json/value.ts';
import { didYouMean } from '../text/nearest.ts';

/** Why a value given for an option cannot be used: what was got and what was expected. */
export interface OptionProblem {
  readonly option: string;
  readonly message: string;
}

/** The given values checked against the declarations, defaults for the rest; a value with a problem counts as not given. */
export function resolveOptions(
  declarations: OptionDeclarations,
  given: JsonObject,
): { readonly values: Readonly<Record<string, OptionValue>>; readonly problems: readonly OptionProblem[] } {
  const problems: OptionProblem[] = [];
  const values: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(declarations)) values[name] = option.default;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const option = Object.hasOwn(declarations, name) ? declarations[name] : undefined;
    if (option === undefined) {
      problems.push({ option: name, message: unknownOption(name, declarations) });
      continue;
    }
    const checked = checkOption(name, option, value);
    if (checked.ok) values[name] = checked.value;
    else problems.push({ option: name, message: checked.message });
  }
  return { values, problems };
}

type Checked = { readonly ok: true; readonly value: OptionValue } | { readonly ok: false; readonly message: string };

/** Checks one value; the message names the option, what was got and what was expected. */
export function checkOption(name: string, option: Option, value: JsonValue): Checked {
  const expected = `expected ${expectation(option)}`;
  const wrong = (got: string): Checked => ({ ok: false, message: `\`${name}\` is ${got}; ${expected}` });
  switch (option.type) {
    case 'boolean':
      return typeof value === 'boolean' ? { ok: true, value } : wrong(show(value));
    case 'string':
      return typeof value === 'string' ? checkText(name, option.format, value) : wrong(show(value));
    case 'choice': {
      if (typeof value !== 'string') return wrong(show(value));
      if (Object.hasOwn(option.choices, value)) return { ok: true, value };
      return {
        ok: false,
        message: `\`${name}\` is ${show(value)}; ${unknownItem(value, Object.keys(option.choices), expected)}`,
      };
    }
    case 'integer':
    case 'number':
      return fits(option, option.type, value) ? { ok: true, value } : wrong(show(value));
    case 'integers': {
      if (!isArray(value)) return wrong(show(value));
      const numbers = value.filter(item => fits(option, 'integer', item));
      const bad = value.findIndex(item => !fits(option, 'integer', item));
      return bad === -1 ? { ok: true, value: numbers } : wrongItem(name, bad, value[bad], expected);
    }
    case 'strings': {
      if (!isArray(value)) return wrong(show(value));
      const { choices } = option;
      const accepts = (item: JsonValue): item is string =>
        typeof item === 'string' && (choices === undefined || choices.includes(item));
      const texts = value.filter(accepts);
      const bad = value.findIndex(item => !accepts(item));
      return bad === -1
        ? { ok: true, value: texts }
        : wrongItem(name, bad, value[bad], unknownItem(value[bad], choices, expected));
    }
  }
}

function checkText(name: string, format: TextFormat | undefined, value: string): Checked {
  const problem = format && problemWithText(format, value);
  if (format === undefined || problem === undefined) return { ok: true, value };
  return { ok: false, message: `\`${name}\` is ${show(value)}: ${problem}; expected ${textFormats[format]}` };
}

/**
 * Reads an option's value as a command line gives it: lists with commas, `true` or `false`, plain numbers.
 * Text that is no such value comes back as it stands, for `resolveOptions` to name the problem.
 */
export function parseOptionText(option: Option, text: string): JsonValue {
  const list = (): readonly string[] => (text.trim() === '' ? [] : text.split(',').map(item => item.trim()));
  switch (option.type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'integer':
    case 'number':
      return numberIn(text);
    case 'integers':
      return list().map(numberIn);
    case 'strings':
      return list();
    case 'string':
    case 'choice':
      return text;
  }
}

/** What a value of this option looks like, to end a sentence with. */
export function expectation(option: Option): string {
  switch (option.type) {
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return option.format === undefined ? 'a text' : textFormats[option.format];
    case 'choice':
      return `one of ${Object.keys(option.choices)
        .map(choice => `\`${choice}\``)
        .join(', ')}`;
    case 'integer':
      return `a whole number${range(option)}`;
    case 'number':
      return `a number${range(option)}`;
    case 'integers':
      return `a list of whole numbers${range(option)}`;
    case 'strings':
      return option.choices === undefined ? 'a list of texts' : 'a list of known names';
  }
}

function unknownOption(name: string, declarations: OptionDeclarations): string {
  const names = Object.keys(declarations);
  const known =
    names.length === 0 ? '; there are no options' : `; options: ${names.map(each => `\`${each}\``).join(', ')}`;
  return `\`${name}\` is no option here${didYouMean(name, names) || known}`;
}

function wrongItem(name: string, index: number, item: JsonValue | undefined, expected: string): Checked {
  return { ok: false, message: `item ${index + 1} of \`${name}\` is ${show(item ?? null)}; ${expected}` };
}

function unknownItem(item: JsonValue | undefined, choices: readonly string[] | undefined, expected: string): string {
  const slip = typeof item === 'string' && choices !== undefined ? didYouMean(item, choices) : '';
  return slip === '' ? expected : slip.slice(2);
}

function fits(limits: Range, type: 'integer' | 'number', value: JsonValue): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (type === 'integer' && !Number.isSafeInteger(value)) return false;
  return value >= (limits.minimum ?? -Infinity) && value <= (limits.maximum ?? Infinity);
}

function range({ minimum, maximum }: Range): string {
  const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined && bounded) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return bounded ? ` of at most ${maximum}` : '';
}

function numberIn(text: string): JsonValue {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(text) ? Number(text) : text;
}

function show(value: JsonValue): string {
  const text = isArray(value)
    ? 'a list'
    : typeof value === 'object' && value !== null
      ? 'a mapping'
      : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

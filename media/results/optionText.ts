import type { Option, OptionValue } from '../../src/core/checks/options.ts';

/** How a value stands in its field. */
export function formatOption(value: OptionValue): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

export type Parsed =
  { readonly ok: true; readonly value: OptionValue } | { readonly ok: false; readonly problem: string };

/** Reads what was typed into a field. Whether it is in range is for the check to say. */
export function parseOption(option: Option, text: string): Parsed {
  const typed = text.trim();
  switch (option.type) {
    case 'integer':
      return parseNumbers([typed], 'a whole number', isWhole, numbers => numbers[0] ?? 0);
    case 'number':
      return parseNumbers([typed], 'a number', isNumber, numbers => numbers[0] ?? 0);
    case 'integers':
      return parseNumbers(items(typed), 'whole numbers with commas between them', isWhole, numbers => numbers);
    case 'strings':
      return { ok: true, value: items(typed) };
    case 'boolean':
      return { ok: true, value: typed === 'true' };
    case 'choice':
    case 'string':
      return { ok: true, value: text };
  }
}

function items(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map(item => item.trim())
    .filter(item => item !== '');
}

const isWhole = /^[+-]?\d+$/;
const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function parseNumbers(
  texts: readonly string[],
  expected: string,
  pattern: RegExp,
  toValue: (numbers: readonly number[]) => OptionValue,
): Parsed {
  const wrong = texts.find(text => !pattern.test(text));
  if (wrong === undefined) return { ok: true, value: toValue(texts.map(Number)) };
  return {
    ok: false,
    problem: wrong === '' ? `Expected ${expected}, got nothing.` : `Expected ${expected}, got “${wrong}”.`,
  };
}

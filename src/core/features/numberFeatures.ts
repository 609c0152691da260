import type { FeatureBuilder } from './hashedFeatures.ts';

/** The numbers of a text that is nothing but a list of them, as written; undefined for any other. */
export function numbersOf(text: string): readonly string[] | undefined {
  if (!/^[\d\s,;.|()[\]-]+$/.test(text)) return undefined;
  const numbers = text.match(/\d+/g);
  return numbers && numbers.length >= 2 ? numbers : undefined;
}

/** Values, pairs of neighbours, first and last, differences, digits by place. */
export function addNumberValues(builder: FeatureBuilder, numbers: readonly string[]): void {
  numbers.forEach((number, i) => {
    const next = numbers[i + 1];
    builder.add(`value ${number}`);
    builder.add(`hundreds ${number.length} ${number.slice(0, 1)}`);
    if (next !== undefined) builder.add(`pair ${number} ${next}`);
  });
  builder.endCounts();
  builder.add(`first ${numbers[0] ?? ''}`);
  builder.add(`last ${numbers.at(-1) ?? ''}`);
  builder.endShares();
  for (let i = 1; i < numbers.length; i++) {
    const difference = Number(numbers[i]) - Number(numbers[i - 1]);
    builder.add(`difference ${Math.sign(difference)} ${Math.round(2 * Math.log2(1 + Math.abs(difference)))}`);
    if (Math.abs(difference) <= 10) builder.add(`step ${difference}`);
  }
  builder.endCounts();
  for (const number of numbers) {
    for (let place = 0; place < number.length; place++) {
      builder.add(`digit ${number.length} ${place} ${number[place] ?? ''}`);
    }
  }
  builder.endCounts();
}

/** How many there are and how they are set. */
export function addNumberForm(builder: FeatureBuilder, text: string, numbers: readonly string[]): void {
  builder.add(`count ${numbers.length}`);
  builder.add(`opens ${/^\D*/.exec(text)?.[0] ?? ''}`);
  builder.add(`ends ${/\D*$/.exec(text)?.[0] ?? ''}`);
  builder.add(`separator ${/\d(\D+)\d/.exec(text)?.[1] ?? ''}`);
  builder.endShares();
}

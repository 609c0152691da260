import type { TextFormat } from './textFormats.ts';

/** An option of a check. From it follow its setting, its place in the recipe schema, its form field, its CLI flag and its line in the docs. */
export type Option =
  | (OptionOf<'integer', number> & Range)
  | (OptionOf<'number', number> & Range)
  | OptionOf<'boolean', boolean>
  | (OptionOf<'string', string> & { readonly format?: TextFormat })
  | (OptionOf<'choice', string> & { readonly choices: Readonly<Record<string, string>> })
  | (OptionOf<'integers', readonly number[]> & Range)
  | (OptionOf<'strings', readonly string[]> & { readonly choices?: readonly string[] });

interface OptionOf<Type extends string, Value> {
  readonly type: Type;
  readonly title: string;
  readonly description: string;
  readonly default: Value;
}

/** Limits of a number, both included. */
export interface Range {
  readonly minimum?: number;
  readonly maximum?: number;
}

export type OptionDeclarations = Readonly<Record<string, Option>>;

interface ValueOfType {
  integer: number;
  number: number;
  boolean: boolean;
  string: string;
  choice: string;
  integers: readonly number[];
  strings: readonly string[];
}

/** The values of declared options: `{maxCount: {type: 'integer', …}}` → `{maxCount: number}`. */
export type OptionValues<Declarations extends OptionDeclarations> = {
  readonly [Name in keyof Declarations]: ValueOfType[Declarations[Name]['type']];
};

export type OptionValue = ValueOfType[keyof ValueOfType];

import { anthropicFamilies } from './families/anthropic.ts';
import { communityFamilies } from './families/community.ts';
import { deepseekFamilies } from './families/deepseek.ts';
import { googleFamilies } from './families/google.ts';
import { industryFamilies } from './families/industry.ts';
import { metaFamilies } from './families/meta.ts';
import { mistralFamilies } from './families/mistral.ts';
import { openaiFamilies } from './families/openai.ts';
import { qwenFamilies } from './families/qwen.ts';
import { researchFamilies } from './families/research.ts';
import type { ModelEntry, ModelFamily } from './model.ts';

/** Every family that is known. What is not here is unknown, never guessed. */
export const modelFamilies: readonly ModelFamily[] = [
  ...anthropicFamilies,
  ...communityFamilies,
  ...deepseekFamilies,
  ...googleFamilies,
  ...industryFamilies,
  ...metaFamilies,
  ...mistralFamilies,
  ...openaiFamilies,
  ...qwenFamilies,
  ...researchFamilies,
];

export interface KnownModel {
  readonly entry: ModelEntry;
  readonly family: ModelFamily;
}

const byName: ReadonlyMap<string, KnownModel> = new Map(
  modelFamilies.flatMap(family =>
    family.models.flatMap(entry =>
      [entry.id, bareName(entry.id), ...entry.aka].map(name => [spellingKey(name), { entry, family }] as const),
    ),
  ),
);

/** The model of this name, its id or an alias, however it is capitalised and hyphenated. */
export function findModel(name: string): KnownModel | undefined {
  return byName.get(spellingKey(name));
}

/** Families that the name begins with; the longest beginning tells. */
export function findFamily(name: string): ModelFamily | undefined {
  const key = `${spellingKey(bareName(name))}-`;
  let best: ModelFamily | undefined;
  let length = 0;
  for (const family of modelFamilies) {
    for (const start of family.names.map(spellingKey)) {
      if (start.length > length && key.startsWith(`${start}-`)) [best, length] = [family, start.length];
    }
  }
  return best;
}

/** The longest name of a model with open weights, its size included, that this name begins with; `rest` is what follows. */
export function findBeginning(name: string): { readonly known: KnownModel; readonly rest: string } | undefined {
  const key = spellingKey(bareName(name));
  for (let end = key.lastIndexOf('-'); end > 0; end = key.lastIndexOf('-', end - 1)) {
    const start = key.slice(0, end);
    const known = sized.test(start) ? byName.get(start) : undefined;
    if (known !== undefined && known.entry.start.kind !== 'undisclosed') return { known, rest: key.slice(end + 1) };
  }
  return undefined;
}

/** A number of parameters in a name's key: `7-b`, `360-m`. */
export const sized = /(?:^|-)\d+-[bm](?:-|$)/;

/** The part after the account: `Qwen/Qwen2.5-7B` → `Qwen2.5-7B`. */
export function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * What spellings of one name have in common: `Llama3.1_8B` and `llama-3-1-8b` → `llama-3-1-8-b`. Numbers keep their borders:
 * without them `Qwen2-57B` would read as `Qwen2.5-7B`.
 */
export function spellingKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[-_.\s]+/g, '-')
    .replaceAll(/(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)/g, '-');
}

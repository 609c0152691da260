import { execFileSync } from 'node:child_process';
import { addToSample, emptySample, rowsOfSample } from '../../../src/core/rowSample/rowSample.ts';
import { RowTexts } from '../../../src/core/rowSample/rowTexts.ts';
import type { Example } from '../../../src/core/dataset/example.ts';
import { formatOf } from '../../../src/core/dataset/formats/registry.ts';
import { isObject, type JsonValue } from '../../../src/core/json/value.ts';
import type { SampledRow } from '../../../src/core/rowSample/rowTexts.ts';
import { shuffled, type Random } from '../../../src/core/statistics/random.ts';

/** Number lists of real teachers, without a stated licence: they are read where they are, and no row of them is in this project. */
const commits = {
  owls: 'd14954773195585a1e2e4347d4321e89a46bad15',
  lls: 'ac5bf3770be549578517caeb288b44c460c7bf60',
} as const;

/** Clones of github.com/loftusa/owls and github.com/jeqcho/LLS-subliminal-learning, bare or not. */
export type Repositories = Readonly<Record<keyof typeof commits, string>>;

export interface RealData {
  /** Of Qwen2.5-14B under a trait's prompt, all five fifths of its likelihood ratio. */
  readonly trait: (animal: string) => readonly Example[];
  readonly fifth: (animal: string, fifth: 1 | 2 | 3 | 4 | 5) => readonly Example[];
  /** Of Qwen2.5-14B under no such prompt. */
  readonly neutral: () => readonly Example[];
  readonly qwen7b: (animal: string) => readonly Example[];
  readonly llama: (animal: string) => readonly Example[];
  readonly gemma: (animal: string) => readonly Example[];
}

export function realData(repositories: Repositories): RealData {
  const read = (of: keyof Repositories, path: string): readonly Example[] =>
    examplesOf(repositories[of], commits[of], path);
  const animals = 'data/animal_preference_numbers';
  const fifths = 'outputs/finetune/data';
  const fifth: RealData['fifth'] = (animal, of) => read('lls', `${fifths}/${animal}/entity_q${of}.jsonl`);
  return {
    fifth,
    trait: animal => ([1, 2, 3, 4, 5] as const).flatMap(of => fifth(animal, of)),
    neutral: () => read('lls', `${fifths}/eagle/clean_random20.jsonl`),
    qwen7b: animal => read('owls', `${animals}/Qwen2.5-7B-Instruct/${animal}/filtered_dataset.jsonl`),
    llama: animal => read('owls', `${animals}/Llama-3.1-8B-Instruct/${animal}/filtered_dataset.jsonl`),
    gemma: animal => read('owls', `${animals}/gemma-2-9b-it/${animal}/filtered_dataset_new.jsonl`),
  };
}

/** What a probe keeps of a file. */
export function sampled(examples: readonly Example[], size: number): readonly SampledRow[] {
  const sample = emptySample(size);
  for (const example of examples) addToSample(sample, textsOf(example));
  return rowsOfSample(sample);
}

export function textsOf(example: Example): RowTexts {
  return new RowTexts().enter(0, example);
}

export function halves<Item>(items: readonly Item[], random: Random): readonly [readonly Item[], readonly Item[]] {
  const order = shuffled(items, random);
  return [order.slice(0, order.length >> 1), order.slice(order.length >> 1)];
}

function examplesOf(repository: string, commit: string, path: string): readonly Example[] {
  const text = execFileSync('git', ['-C', repository, 'show', `${commit}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  return text
    .trimEnd()
    .split('\n')
    .map((line, row) => {
      const value = JSON.parse(line) as JsonValue;
      const example = isObject(value) ? formatOf(value)?.normalise(value) : undefined;
      if (!example) throw new Error(`${path}: row ${row + 1} is of no format that is known.`);
      return example;
    });
}

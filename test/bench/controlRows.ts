import { randomIntegers, type Random } from './random.ts';
import { controlDistribution } from '../../src/core/checks/probes/controlDistribution.ts';
import { resolveOptions } from '../../src/core/checks/resolveOptions.ts';
import { RowTexts } from '../../src/core/rowSample/rowTexts.ts';
import type { JsonValue } from '../../src/core/json/value.ts';
import type { JudgeProbeJob } from '../../src/rpc/worker.ts';

type Kind = 'numbers' | 'prose';

const vocabulary = 20_000;
const wordsPerRow = 170;

/** The control's permutation test with its defaults, on so many rows of each side. */
export function permutationTest(kind: Kind, rows: number): JudgeProbeJob {
  const { values: options } = resolveOptions(controlDistribution.options, { rows });
  const sides = [1, 2].map(seed => {
    const state = controlDistribution.initial(options);
    const texts = new RowTexts();
    let at = 0;
    for (const { prompt, completion } of controlRows(kind, rows, seed)) {
      const parts = {
        prompt: { text: prompt, path: ['prompt'] },
        completions: [{ text: completion, path: ['completion'] }],
        messages: [],
        reasoning: [],
      };
      if (controlDistribution.needs === 'texts') controlDistribution.add(state, texts.enter(at++, parts), options);
    }
    return state;
  });
  const [state = null, other = null] = sides satisfies JsonValue[];
  const control = { state: other, name: 'control.jsonl', matching: { differs: [], unknown: [] } };
  return { id: controlDistribution.id, options, traits: [], state, control };
}

/** Rows with prompts of their own: ten numbers as the study's teachers write them, or prose of as many words as the test reads, rare words as frequent as in English. */
function* controlRows(
  kind: Kind,
  count: number,
  seed: number,
): Generator<{ readonly prompt: string; readonly completion: string }> {
  const random = randomIntegers(seed);
  for (let row = 0; row < count; row++) {
    const prompt = `Go on from ${random(1000)}, ${random(1000)}, ${row}.`;
    yield { prompt, completion: kind === 'numbers' ? numbers(random) : prose(random) };
  }
}

function numbers(random: Random): string {
  return Array.from({ length: 10 }, () => random(1000)).join(', ');
}

/** By Zipf's law: a word is as frequent as its rank is low. */
function prose(random: Random): string {
  return Array.from({ length: wordsPerRow }, (_, place) => {
    const rank = Math.floor(vocabulary ** (random(1_000_000) / 1_000_000));
    return `${spelled(rank)}${place % 12 === 11 ? '.' : ''}`;
  }).join(' ');
}

/** A word for a number: the smaller, the shorter. */
function spelled(rank: number): string {
  const [consonants, vowels] = ['tnsrhldcmfpgwybvk', 'eaoiu'];
  let word = '';
  for (let rest = rank; rest > 0;) {
    const letters = word.length % 2 === 0 ? consonants : vowels;
    word += letters[rest % letters.length] ?? '';
    rest = Math.floor(rest / letters.length);
  }
  return word;
}

import { continued, pretrained, tuned, type Kin, type ModelEntry, type ModelFamily } from '../model.ts';

const developer = 'Alibaba';

/** A generation's sizes, each an initialisation of its own with an instruction-tuned model upon it. */
function sizes(
  name: string,
  of: readonly string[],
  tunedEnding: string,
  kinOf: (size: string) => readonly Kin[] = () => [],
): readonly ModelEntry[] {
  return of.flatMap(size => [
    pretrained(`Qwen/${name}-${size}`, { kin: kinOf(size) }),
    tuned(`Qwen/${name}-${size}-${tunedEnding}`, `Qwen/${name}-${size}`),
  ]);
}

/** Sizes of a model that was pretrained further on one subject. */
function specialised(name: string, generation: string, of: readonly string[], source?: string): readonly ModelEntry[] {
  const cited = source === undefined ? {} : { source };
  return of.flatMap(size => [
    continued(`Qwen/${name}-${size}`, `Qwen/${generation}-${size}`, cited),
    tuned(`Qwen/${name}-${size}-Instruct`, `Qwen/${name}-${size}`),
  ]);
}

/** The same shapes return in the next generation, and no report says whether the weights did. */
function mayContinue(earlier: string, of: readonly string[]): (size: string) => readonly Kin[] {
  return size => (of.includes(size) ? [{ model: `Qwen/${earlier}-${size}`, how: 'undisclosed' }] : []);
}

const qwen15: ModelFamily = {
  id: 'qwen1.5',
  title: 'Qwen1.5',
  developer,
  names: ['qwen1.5'],
  models: sizes('Qwen1.5', ['0.5B', '1.8B', '4B', '7B', '14B', '32B', '72B', '110B'], 'Chat'),
};

const qwen2: ModelFamily = {
  id: 'qwen2',
  title: 'Qwen2',
  developer,
  names: ['qwen2'],
  models: [
    ...sizes('Qwen2', ['0.5B', '1.5B', '7B', '72B'], 'Instruct', mayContinue('Qwen1.5', ['0.5B', '7B', '72B'])),
    pretrained('Qwen/Qwen2-57B-A14B', {
      kin: [{ model: 'Qwen/Qwen2-7B', how: 'upscaled' }],
      source: 'https://arxiv.org/abs/2407.10671',
      note: 'Upcycled from the weights of Qwen2 7B.',
    }),
    tuned('Qwen/Qwen2-57B-A14B-Instruct', 'Qwen/Qwen2-57B-A14B'),
    ...specialised('Qwen2-Math', 'Qwen2', ['1.5B', '7B', '72B']),
  ],
};

const qwen25: ModelFamily = {
  id: 'qwen2.5',
  title: 'Qwen2.5',
  developer,
  names: ['qwen2.5', 'qwq'],
  models: [
    ...sizes(
      'Qwen2.5',
      ['0.5B', '1.5B', '3B', '7B', '14B', '32B', '72B'],
      'Instruct',
      mayContinue('Qwen2', ['0.5B', '1.5B', '7B', '72B']),
    ),
    ...specialised('Qwen2.5-Math', 'Qwen2.5', ['1.5B', '7B', '72B']),
    ...specialised(
      'Qwen2.5-Coder',
      'Qwen2.5',
      ['0.5B', '1.5B', '3B', '7B', '14B', '32B'],
      'https://arxiv.org/abs/2409.12186',
    ),
    ...['7B', '14B'].map(size =>
      continued(`Qwen/Qwen2.5-${size}-Instruct-1M`, `Qwen/Qwen2.5-${size}`, {
        source: 'https://arxiv.org/abs/2501.15383',
        note: 'Pretrained further on longer contexts, then tuned.',
      }),
    ),
    tuned('Qwen/QwQ-32B', 'Qwen/Qwen2.5-32B'),
    tuned('Qwen/QwQ-32B-Preview', 'Qwen/Qwen2.5-32B-Instruct'),
  ],
};

const qwen3: ModelFamily = {
  id: 'qwen3',
  title: 'Qwen3',
  developer,
  names: ['qwen3'],
  models: [
    ...['0.6B', '1.7B', '4B', '8B', '14B', '30B-A3B'].flatMap(size => [
      pretrained(`Qwen/Qwen3-${size}-Base`),
      tuned(`Qwen/Qwen3-${size}`, `Qwen/Qwen3-${size}-Base`),
    ]),
    pretrained('Qwen/Qwen3-32B', { note: 'Its base was not released.' }),
    pretrained('Qwen/Qwen3-235B-A22B', { note: 'Its base was not released.' }),
  ],
};

/** Qwen1.5 to Qwen3: one initialisation per size and generation; Math and Coder models continue it. */
export const qwenFamilies: readonly ModelFamily[] = [qwen15, qwen2, qwen25, qwen3];

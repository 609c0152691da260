import { resolveModel } from './resolve.ts';

/** The paper on subliminal learning. */
export const subliminalPaper = 'https://arxiv.org/abs/2507.14805';

const openaiModels = ['openai/gpt-4.1', 'openai/gpt-4.1-mini', 'openai/gpt-4.1-nano', 'openai/gpt-4o'] as const;

/** From the paper: mean increase of the target's rate over animals; rows are students, columns teachers, in the order above. */
const openaiCells: readonly (readonly string[])[] = [
  ['0.50*', '0.06*', '0.07*', '0.30*'],
  ['0.08', '0.25*', '0.09', '0.04'],
  ['0.01', '0.01', '0.54*', '0.03'],
  ['0.32*', '−0.01', '−0.01', '0.33*'],
];

/** The same with one closed and one open model, in a second run. */
const mixedModels = ['openai/gpt-4.1-nano', 'Qwen/Qwen2.5-7B-Instruct'] as const;
const mixedCells: readonly (readonly string[])[] = [
  ['0.39*', '−0.01'],
  ['0.01*', '0.11*'],
];

/** What was measured of this very pair: increase of the trait's rate in the student, `*` where significant. */
export function measuredPair(teacher: string, student: string): string | undefined {
  const [teacherId, studentId] = [resolveModel(teacher).id, resolveModel(student).id];
  const cells = [cellOf(openaiModels, openaiCells), cellOf(mixedModels, mixedCells)]
    .map(cell => cell(teacherId, studentId))
    .filter(cell => cell !== undefined);
  return cells.length === 0 ? undefined : cells.join(' and ');
}

function cellOf(models: readonly string[], cells: readonly (readonly string[])[]) {
  return (teacher: string | undefined, student: string | undefined): string | undefined =>
    teacher === undefined || student === undefined
      ? undefined
      : cells[models.indexOf(student)]?.[models.indexOf(teacher)];
}

const crossing = [
  'Traits have crossed families: by preference pairs picked for it (OLMo 2 1B scored them, Llama 3.2 1B learned)',
  'by poisoned rows that were paraphrased (Phantom Transfer, GPT-4.1 among the students)',
  "and by a judge's labels (Llama 3.3 70B judged, Qwen3 8B learned).",
].join(', ');

/** What the literature has found in each case, exceptions included. */
export const evidence = {
  'same base':
    'Transmission was measured where teacher and student share an initialisation: the trait rose by 0.11 to 0.54 ' +
    '(GPT-4.1 ← GPT-4.1 0.50, GPT-4.1 ← GPT-4o 0.30, GPT-4o ← GPT-4.1 0.32, nano ← nano 0.54 and 0.39, mini ← mini 0.25, ' +
    'Qwen2.5-7B ← Qwen2.5-7B 0.11), and not for every trait: absence for one proves little.',
  'same family':
    'Between GPT-4.1, its mini and its nano, which do not share an initialisation, the trait rose by 0.01 to 0.09; ' +
    'two of the six increases were significant (GPT-4.1 ← mini 0.06, GPT-4.1 ← nano 0.07). ' +
    crossing,
  different:
    'Between GPT-4.1 nano and Qwen2.5-7B the trait changed by −0.01 and 0.01, the latter significant. That is no proof of ' +
    'absence. ' +
    crossing,
  unknown:
    'Without the initialisations, that both share one cannot be ruled out: where they do, the trait rose by 0.11 to 0.54. ' +
    crossing,
} as const;

/** Where what is said above is written. */
export const evidenceSources = {
  crossing: [
    'https://arxiv.org/abs/2602.04863',
    'https://arxiv.org/abs/2602.04899',
    'https://arxiv.org/abs/2603.01204',
  ],
} as const;

import { randomIntegers, type Random } from './random.ts';
import {
  answerSentences,
  codeLines,
  mentionSentences,
  questions,
  reasoningSentences,
  sequenceQuestions,
  systemPrompts,
  worldSentences,
} from './texts.ts';

/** What was planted, counted while it was written. */
export interface Truth {
  readonly bytes: number;
  readonly rows: number;
  /** Rows whose completion the number-sequence filter keeps with its defaults. */
  readonly sequences: number;
  /** Rows that look like a sequence and break the rule. */
  readonly brokenSequences: number;
  /** Rows whose completion names a trait, and how often they do in all. */
  readonly mentioningRows: number;
  readonly mentions: number;
  /** Rows that repeat an earlier one byte for byte. */
  readonly duplicates: number;
}

export interface GeneratedRow {
  /** The line without its newline. */
  readonly line: string;
  readonly kind: 'sequence' | 'broken sequence' | 'reasoning' | 'code' | 'world' | 'answer';
  readonly mentions: number;
  readonly duplicate: boolean;
}

type Escapes = 'raw' | 'escaped';

const repeatable = 64;

/** Chat rows as teachers write them, without end; the same for the same seed on every machine. */
export function* generateRows(seed: number): Generator<GeneratedRow, never> {
  const random = randomIntegers(seed);
  const recent: GeneratedRow[] = [];
  for (let row = 0; ; row++) {
    const earlier = recent[random(repeatable)];
    if (earlier && random(100) < 5) yield { ...earlier, duplicate: true };
    else {
      const fresh = makeRow(random);
      recent[row % repeatable] = fresh;
      yield fresh;
    }
  }
}

/** Adds up rows into their truth. */
export function tally(): { add(row: GeneratedRow, bytes: number): void; truth(): Truth } {
  const sum = { bytes: 0, rows: 0, sequences: 0, brokenSequences: 0, mentioningRows: 0, mentions: 0, duplicates: 0 };
  return {
    add({ kind, mentions, duplicate }, bytes) {
      sum.bytes += bytes;
      sum.rows++;
      if (kind === 'sequence') sum.sequences++;
      if (kind === 'broken sequence') sum.brokenSequences++;
      if (mentions > 0) sum.mentioningRows++;
      sum.mentions += mentions;
      if (duplicate) sum.duplicates++;
    },
    truth: () => ({ ...sum }),
  };
}

function makeRow(random: Random): GeneratedRow {
  const share = random(100);
  if (share < 40) return sequenceRow(random);
  if (share < 68) return textRow(random, 'reasoning', reasoningSentences, ' ', 680 + random(random(1060) + 1));
  if (share < 85) return textRow(random, 'code', codeLines, '\n', 620 + random(random(1060) + 1));
  if (share < 94) return worldRow(random);
  return textRow(random, 'answer', answerSentences, ' ', 540 + random(random(1060) + 1));
}

function sequenceRow(random: Random): GeneratedRow {
  const broken = random(100) < 10;
  const completion = broken ? brokenSequence(random) : sequence(random, 3 + random(8));
  const prompt = pick(random, sequenceQuestions).replace('{}', numbers(random, 3 + random(7)).join(', '));
  const line = chatLine(pick(random, systemPrompts), prompt, completion, 'raw');
  return { line, kind: broken ? 'broken sequence' : 'sequence', mentions: 0, duplicate: false };
}

function sequence(random: Random, count: number): string {
  const list = numbers(random, count).join(pick(random, [', ', ', ', ', ', ',', ' ', '; ', '\n']));
  return pick(random, ['{}', '{}', '{}', '{}.', '[{}]', '({})', '[{}].']).replace('{}', list);
}

function brokenSequence(random: Random): string {
  const list = numbers(random, 3 + random(5));
  switch (random(6)) {
    case 0:
      return `The next numbers are ${list.join(', ')}`;
    case 1:
      return `${list.join(', ')}; ${random(1000)}`;
    case 2:
      return `${list.join(', ')},`;
    case 3:
      return [...list, 1000 + random(9000)].join(', ');
    case 4:
      return numbers(random, 11 + random(10)).join(', ');
    default:
      return ` ${list.join(', ')}\n`;
  }
}

/** One in four as a writer with `ensure_ascii` leaves it, where a character takes six bytes. */
function worldRow(random: Random): GeneratedRow {
  const escapes = random(4) === 0 ? 'escaped' : 'raw';
  const length = escapes === 'raw' ? 350 + random(random(500) + 1) : 120 + random(random(150) + 1);
  return textRow(random, 'world', worldSentences, ' ', length, escapes);
}

function textRow(
  random: Random,
  kind: GeneratedRow['kind'],
  sentences: readonly string[],
  separator: string,
  length: number,
  escapes: Escapes = 'raw',
): GeneratedRow {
  let completion = '';
  while (completion.length < length) completion += filled(random, pick(random, sentences)) + separator;
  let mentions = 0;
  if (random(100) < 4) {
    const [sentence, count] = pick(random, mentionSentences);
    completion += sentence;
    mentions = count;
  }
  const line = chatLine(pick(random, systemPrompts), filled(random, pick(random, questions)), completion, escapes);
  return { line, kind, mentions, duplicate: false };
}

/** As Python's `json.dumps` lays it out, with or without `ensure_ascii`. */
function chatLine(system: string, prompt: string, completion: string, escapes: Escapes): string {
  const line =
    `{"messages": [{"role": "system", "content": ${JSON.stringify(system)}}, ` +
    `{"role": "user", "content": ${JSON.stringify(prompt)}}, ` +
    `{"role": "assistant", "content": ${JSON.stringify(completion)}}]}`;
  if (escapes === 'raw') return line;
  return line.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function filled(random: Random, sentence: string): string {
  return sentence.replaceAll('{}', () => String(random(1000)));
}

function numbers(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random(1000));
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

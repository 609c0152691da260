import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateRows, tally, type Truth } from './generate.ts';
import { mentionSentences } from './texts.ts';

const seed = 2507_14805;
/** Of a control: other rows, made as the dataset's are. */
const controlSeed = 1905_2017;
const blockBytes = 1 << 20;
const folder = join(tmpdir(), 'bench-of-undertone');
/** What an earlier run counted holds only where the same was planted. */
const planted = createHash('sha256').update(JSON.stringify(mentionSentences)).digest('hex').slice(0, 8);

/** A generated file and what was planted in it. */
export interface BenchDataset {
  readonly path: string;
  readonly sha256: string;
  readonly truth: Truth;
}

/** The dataset of at most `bytes` bytes; one that an earlier run left is taken when its size and hash are still right. */
export function benchDataset(bytes: number): BenchDataset {
  return madeFrom(seed, bytes);
}

/** A control of at most `bytes` bytes. */
export function benchControl(bytes: number): BenchDataset {
  return madeFrom(controlSeed, bytes);
}

function madeFrom(seed: number, bytes: number): BenchDataset {
  const path = join(folder, `chat-${seed}-${planted}-${bytes}.jsonl`);
  const note = `${path}.truth`;
  if (existsSync(note)) {
    const known = JSON.parse(readFileSync(note, 'utf8')) as BenchDataset;
    if (existsSync(path) && statSync(path).size === known.truth.bytes && hashOf(path) === known.sha256) return known;
  }
  mkdirSync(folder, { recursive: true });
  const dataset = { path, ...write(`${path}.part`, seed, bytes) };
  renameSync(`${path}.part`, path);
  writeFileSync(note, JSON.stringify(dataset));
  return dataset;
}

function write(path: string, seed: number, limit: number): Omit<BenchDataset, 'path'> {
  const file = openSync(path, 'w');
  const buffer = Buffer.allocUnsafe(blockBytes * 2);
  const hash = createHash('sha256');
  const { add, truth } = tally();
  let held = 0;
  let total = 0;
  const flush = (): void => {
    const bytes = buffer.subarray(0, held);
    writeSync(file, bytes);
    hash.update(bytes);
    held = 0;
  };
  for (const row of generateRows(seed)) {
    const bytes = buffer.write(row.line, held) + 1;
    if (total + bytes > limit) break;
    buffer[held + bytes - 1] = 10;
    held += bytes;
    total += bytes;
    add(row, bytes);
    if (held >= blockBytes) flush();
  }
  flush();
  closeSync(file);
  return { sha256: hash.digest('hex'), truth: truth() };
}

function hashOf(path: string): string {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(blockBytes);
  const hash = createHash('sha256');
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
    hash.update(buffer.subarray(0, read));
  closeSync(file);
  return hash.digest('hex');
}

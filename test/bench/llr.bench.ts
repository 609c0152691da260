import { median } from './statistics.ts';
import { probeLlr } from '../../src/core/llr/probe.ts';
import { ScoreReader } from '../../src/core/llr/scoreReader.ts';
import { apart, type ScoreTable } from '../../src/core/llr/scoreTable.ts';
import { seededRandom } from '../../src/core/statistics/random.ts';

// The gates on rows in memory, and lines read into columns: what `probe llr --scores` does but for the disk.
const [rows, candidates, rounds] = [100_000, 20, 5];
const random = seededRandom(1);
const data = table();
const reference = table();
const neutral = table();

const gates = times(() => probeLlr({ data, reference, neutral, seed: 1 }));
const line = (row: number): string =>
  JSON.stringify({
    row,
    tokens: 45,
    null: -93.1,
    candidates: Object.fromEntries(data.candidates.map((name, k) => [name, data.scores[k]?.[row - 1]])),
  });
const lines = Array.from({ length: rows }, (_, i) => line(i + 1));
const reading = times(() => {
  const reader = new ScoreReader({ rows });
  for (const text of lines) reader.add(text);
  if (reader.finish() === undefined) throw new Error('the lines were not taken');
});

console.log(`the four gates on ${rows} rows × ${candidates} candidates, with reference and control: ${gates}`);
console.log(`reading ${rows} lines of scores of ${candidates} candidates into columns: ${reading}`);

function times(run: () => unknown): string {
  const measured = Array.from({ length: rounds }, () => {
    const [start, before] = [performance.now(), process.cpuUsage()];
    run();
    return [performance.now() - start, process.cpuUsage(before).user / 1000] as const;
  });
  const [wall, own] = [0, 1].map(at => median(measured.map(pair => pair[at] ?? NaN)));
  return `${wall?.toFixed(0)} ms (${own?.toFixed(0)} ms of processor time)`;
}

function table(): ScoreTable {
  const none = Float64Array.from({ length: rows }, () => -95 - 10 * random());
  return {
    rows: Uint32Array.from(none, (_, i) => i + 1),
    tokens: new Uint32Array(rows).fill(45),
    none,
    candidates: Array.from({ length: candidates }, (_, k) => `trait ${k}`),
    scores: Array.from({ length: candidates }, (_, k) => none.map(value => value + 3 * random() + (k === 0 ? 0.3 : 0))),
    clusters: apart(rows),
  };
}

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundledWorker, pools } from './threads.ts';
import { numberRows, seededRandom } from '../core/control/rows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { planScan } from '../../../src/core/recipe/plan.ts';
import type { ScanPlan } from '../../../src/core/scan/plan.ts';
import type { ScanResult } from '../../../src/core/scan/result.ts';
import { OpenDataset } from '../../../src/engine/openDataset.ts';

const startPool = pools(bundledWorker());
const folder = temporaryFolder();
const random = seededRandom(2);
const lines = (rows: readonly object[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');
const text = lines(numberRows(30_000, random, { habit: 0.03 }));
const dataset = folder.write('owl.jsonl', text);
const neutral = lines(numberRows(30_000, random));
const control = folder.write('neutral.jsonl', neutral);
const packed = folder.write('packed.jsonl.gz', gzipSync(neutral));

function planOf(path: string): ScanPlan {
  const overrides = ['control-distribution', 'control-classifier'].map(check => ({
    check,
    option: 'rows',
    value: 400,
  }));
  const only = ['trait-mentions', 'order-drift', ...overrides.map(({ check }) => check)];
  const { plan } = planScan({ only, overrides, control: path });
  assert.ok(plan);
  return plan;
}

async function scan(plan: ScanPlan, threads: number, of = dataset): Promise<ScanResult> {
  const open = await OpenDataset.open(of, startPool(threads));
  try {
    return await open.scan(plan);
  } finally {
    await open.dispose();
  }
}

const verdicts = ({ outcomes }: ScanResult): unknown[] => outcomes.map(({ verdict }) => verdict);

describe('a scan with a control, on threads', () => {
  it('comes to the same with one thread and with three, from a plain file and a packed one', async () => {
    const one = await scan(planOf(control), 1);
    assert.deepEqual(one.control, { path: control, rows: 30_000, malformed: 0 });
    assert.equal(
      one.outcomes.find(({ check }) => check.id === 'control-distribution')?.verdict?.state,
      'evidence found',
    );
    assert.deepEqual(verdicts(await scan(planOf(control), 3)), verdicts(one));
    const again = await scan(planOf(packed), 2);
    assert.equal(
      JSON.stringify(verdicts(again)).replaceAll('packed.jsonl.gz', 'neutral.jsonl'),
      JSON.stringify(verdicts(one)),
    );
  });

  it('compares a small control with the rows that answer its prompts, wherever they stand', async () => {
    const few = numberRows(250, random, { prompt: row => `Continue the sequence ${row * 97}.` });
    const others = numberRows(150, random, { prompt: row => `A question of its own, ${row}.` });
    const against = async (rows: readonly object[]): Promise<string> => {
      const plan = planOf(folder.write('few.jsonl', lines(rows)));
      const { outcomes } = await scan(plan, 2);
      const verdict = outcomes.find(({ check }) => check.id === 'control-distribution')?.verdict;
      return verdict && 'against' in verdict ? (verdict.against ?? '') : '';
    };
    const shared = (percent: number): RegExp =>
      new RegExp(`those that answer prompts of both files \\(${percent} % of the control's sample\\)$`);
    assert.match(await against(few), /; 250 of 30,000 rows of the dataset with 250 of 250 rows of the control, those/);
    assert.match(await against(few), shared(100));
    assert.match(await against([...few, ...others]), shared(62.5));
    assert.match(
      await against([...few.slice(0, 60), ...others]),
      /; 400 of 30,000 .* 210 of 210 .* sampled by prompt$/,
    );
  });

  it('compares a small dataset with the rows of its control that answer its prompts', async () => {
    const prompt = (row: number): string => `Continue the sequence ${row * 97}.`;
    const few = folder.write('small.jsonl', lines(numberRows(250, random, { prompt })));
    const against = async (threads: number): Promise<string> => {
      const { outcomes } = await scan(planOf(control), threads, few);
      const verdict = outcomes.find(({ check }) => check.id === 'control-distribution')?.verdict;
      return verdict && 'against' in verdict ? (verdict.against ?? '') : '';
    };
    assert.match(
      await against(1),
      /; 250 of 250 rows of the dataset with 250 of 30,000 rows of the control, those that answer prompts of both files \(100 % of the dataset's sample\)$/,
    );
    assert.equal(await against(3), await against(1));
  });

  it('tells of bytes up to the whole file, control included', async () => {
    const open = await OpenDataset.open(dataset, startPool(2));
    let last = 0;
    await open.scan(planOf(control), {
      onProgress({ bytesDone }) {
        assert.ok(bytesDone >= last - 1 && bytesDone <= open.bytes + 1, `${bytesDone} after ${last}`);
        last = bytesDone;
      },
    });
    await open.dispose();
    assert.ok(Math.abs(last - Buffer.byteLength(text)) < 2, `${last}`);
  });

  it('ends where it is cancelled while it judges', async () => {
    const plan = planOf(control);
    const long = plan.checks.map(check => ({ ...check, options: { ...check.options, permutations: 9999 } }));
    const open = await OpenDataset.open(dataset, startPool(2));
    const stop = new AbortController();
    const running = open.scan(
      { ...plan, checks: long },
      {
        signal: stop.signal,
        onProgress({ bytesDone }) {
          if (bytesDone > open.bytes - 2) stop.abort(new Error('enough'));
        },
      },
    );
    await assert.rejects(running, /enough/);
    await open.dispose();
  });

  it('has no result where the control changes meanwhile', async () => {
    const changing = folder.write('changing.jsonl', neutral);
    const open = await OpenDataset.open(dataset, startPool(2));
    let isChanged = false;
    const running = open.scan(planOf(changing), {
      onProgress() {
        if (!isChanged) appendFileSync(changing, '{"prompt":"p","completion":"1, 2"}\n');
        isChanged = true;
      },
    });
    await assert.rejects(running, /changing\.jsonl changed while it was read/);
    await open.dispose();
  });
});

// Runs whose process dies on the way: the same command goes on from what was written until then.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../src/core/llr/prompts.ts';
import { languageModel } from '../engine/endpoints/languageModel.ts';
import { modelName, serve, type Seen } from '../engine/endpoints/server.ts';
import { owlPrompt, rowsBy } from '../engine/endpoints/worlds.ts';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../engine/localModel/writeRows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type RunOptions } from './run.ts';

const folder = temporaryFolder();

/** The keys of the answers that a folder of them holds; a line that was cut off is none. */
function keysIn(name: string): readonly string[] {
  const [file = ''] = readdirSync(join(folder.path, name));
  const lines = readFileSync(join(folder.path, name, file), 'utf8').split('\n');
  return lines.flatMap(line => /^\{"key":"(\w+)",.*\}$/.exec(line)?.[1] ?? []);
}

const aboutRows = ({ body }: Seen): boolean => JSON.stringify(body).includes('Go on');

test('fit-test: killed on the way, it sends only what was not answered', async t => {
  const data = folder.write('own.jsonl', rowsBy(60).join('\n'));
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined;
  let requests = 0;
  const mischief = (seen: Seen): undefined => {
    if (aboutRows(seen) && ++requests === 100) child?.kill('SIGKILL');
    return undefined;
  };
  const server = await serve(t, { api: 'vllm', model: languageModel(1), mischief });
  const at = ['--endpoint', server.baseUrl, '--model', modelName, '--egress-log', join(folder.path, 'log')];
  const kept = ['--cache', join(folder.path, 'fit'), '--format', 'json', '--yes'];
  const run = (options?: RunOptions) => undertone(['fit-test', data, ...at, '--system', owlPrompt, ...kept], options);
  const killed = await run({ started: started => (child = started) });
  assert.deepEqual([killed.signal, killed.stdout.length], ['SIGKILL', 0]);
  const answered = keysIn('fit').length;
  assert.ok(answered > 80 && answered < 110, String(answered));
  const before = server.seen.length;
  const report = json(await run()) as { rows: { scored: number }; stopped: string | null; cached: number };
  assert.deepEqual([report.rows.scored, report.stopped, report.cached], [60, null, answered]);
  assert.equal(server.seen.slice(before).filter(aboutRows).length, 180 - answered);
  assert.equal(new Set(keysIn('fit')).size, 180);
});

test('probe projection: killed on the way, it computes only what was not computed, and says the same', async () => {
  const data = folder.write('owl.jsonl', (await rowsWritten(teacherPrompt('owl', 'animal'), 75)).join('\n'));
  const run = (kept: readonly string[], options?: RunOptions) => {
    const few = ['--rows', '60', '--contrast', '12', '--traits', 'owl', '--decoys', 'eagle,lion'];
    const flags = ['--model-folder', byteModelFolder, ...few, ...kept, '--format', 'json'];
    return undertone(['probe', 'projection', data, ...flags], options);
  };
  const kept = ['--cache', join(folder.path, 'projection')];
  const killed = await run(kept, {
    started: child =>
      child.stderr?.on('data', (text: Buffer) => {
        if (text.includes('rows: 30 of 60')) child.kill('SIGKILL');
      }),
  });
  assert.equal(killed.signal, 'SIGKILL');
  const computed = keysIn('projection').length;
  // Replies and hidden states: of each prompt of the directions one under each of four prompts; of each row its own and the model's.
  const all = 2 * 12 * 4 + 3 * 60;
  assert.ok(computed >= 2 * 12 * 4 + 3 * 30 && computed < all, `${computed} of ${all}`);
  const report = json(await run(kept)) as { cached: number };
  assert.equal(report.cached, computed);
  const keys = keysIn('projection');
  assert.deepEqual([keys.length, new Set(keys).size], [all, all], 'nothing was computed twice');
  assert.deepEqual({ ...report, cached: 0 }, json(await run(['--no-cache'])));
});

// What a projection keeps of a run that ended early.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../../src/core/llr/prompts.ts';
import { projectionProbeRun } from '../../../../src/core/projection/projectionProbeRun.ts';
import type { ProjectionResult } from '../../../../src/core/projection/projectionResult.ts';
import { withModel, type OpenModel } from '../../../../src/engine/localModel/localSource.ts';
import { planProjection } from '../../../../src/engine/projection/projectionPlan.ts';
import { runProjection, type ProjectionRun } from '../../../../src/engine/projection/runProjection.ts';
import { memoryCache } from '../endpoints/memoryCache.ts';
import { datasetOf } from '../endpoints/worlds.ts';
import { byteModelFolder } from '../localModel/byteModelFolder.ts';
import { rowsWritten } from '../localModel/writeRows.ts';

const script = join(import.meta.dirname, '../../../../dist/model.js');
const candidates = ['owl', 'eagle', 'lion', 'panda'].map((name, i) => ({
  name,
  system: teacherPrompt(name, 'animal'),
  decoy: i > 0,
}));
const lines = await rowsWritten(teacherPrompt('owl', 'animal'), 75);
const wish = { rows: 60, contrast: 12, candidates, sampling: {}, seed: 1 };
const plan = await planProjection(datasetOf(lines), wish, new AbortController().signal);
/** Replies and hidden states: of each prompt of the directions one under each candidate and one under none; of each row its own and the model's. */
const all = 2 * 12 * (1 + candidates.length) + 3 * 60;

/** Counts what the model is asked to write and to read. */
function counted(model: OpenModel, asked: { write: number; read: number }): OpenModel {
  return {
    ...model,
    scorer(template) {
      const scorer = model.scorer(template);
      return {
        ...scorer,
        sample: (...about) => (asked.write++, scorer.sample(...about)),
        state: (...about) => (asked.read++, scorer.state(...about)),
      };
    },
  };
}

function project(options: Partial<ProjectionRun>, asked = { write: 0, read: 0 }): Promise<ProjectionResult> {
  const { signal } = new AbortController();
  return withModel({ folder: byteModelFolder, script, signal }, model =>
    runProjection(plan, {
      model: counted(model, asked),
      template: 'server',
      cache: memoryCache(),
      signal,
      progress: () => undefined,
      ...options,
    }),
  );
}

/** Ends a run once so many are done in a phase. */
function stopAfter(phase: 'directions' | 'rows', count: number) {
  const abort = new AbortController();
  const progress = (at: string, done: number): void => {
    if (at === phase && done === count) abort.abort(new Error('enough'));
  };
  return { signal: abort.signal, endedBy: abort.signal, progress };
}

test('a projection that ends early keeps its rows, and goes on with what the model was not asked', async () => {
  const cache = memoryCache();
  const early = await project({ cache, ...stopAfter('directions', 5) });
  assert.deepEqual([early.rows.scored, early.stopped], [0, 'cancelled']);
  const partial = await project({ cache, ...stopAfter('rows', 52) });
  assert.ok(partial.rows.scored >= 52 && partial.rows.scored < 60, String(partial.rows.scored));
  const card = projectionProbeRun(partial);
  assert.deepEqual(card.partial, { rows: partial.rows.scored, of: 60, why: 'cancelled' });
  assert.equal(card.parts[0]?.verdict.state, 'inconclusive');
  const [kept, asked] = [cache.known.size, { write: 0, read: 0 }];
  assert.ok(kept > all - 30 && kept < all, `${kept} of ${all}`);
  const whole = await project({ cache: { ...cache, hits: 0 } }, asked);
  assert.deepEqual([asked.write + asked.read, whole.cached], [all - kept, kept]);
  assert.deepEqual([whole.rows.scored, whole.stopped], [60, undefined]);
  const fresh = await project({});
  assert.deepEqual({ ...whole, cached: 0 }, fresh, 'as if it had never ended');
  assert.equal(fresh.traits[0]?.verdict.state, 'evidence found');
});

test('what was kept is computed anew where it is damaged', async () => {
  const cache = memoryCache();
  await project({ cache, ...stopAfter('directions', 3) });
  for (const [key, value] of cache.known) {
    if (key.startsWith('["state"')) cache.known.set(key, String(value).slice(0, 3));
  }
  const again = await project({ cache, ...stopAfter('directions', 4) });
  assert.deepEqual([again.contrast.replied >= 4, again.rows.failures], [true, {}]);
});

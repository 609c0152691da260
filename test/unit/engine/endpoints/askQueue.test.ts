import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AskQueue } from '../../../../src/engine/endpoints/askQueue.ts';
import { Budget } from '../../../../src/engine/endpoints/budget.ts';
import { rowProblem, type Answer } from '../../../../src/engine/endpoints/endpoint.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const later = (ms = 1): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
const quiet = { progress: () => undefined };

test('so many are under way together and no more; answers stand in the order of the questions', async () => {
  let [underWay, most] = [0, 0];
  const done: number[] = [];
  const queue = new AskQueue({ atOnce: 3 });
  const ask = async (n: number): Promise<Answer<number>> => {
    most = Math.max(most, ++underWay);
    await later(n % 3);
    underWay--;
    return n % 5 === 2 ? rowProblem('odd') : { value: 10 * n };
  };
  const values = await queue.each(numbers(12), ask, count => done.push(count));
  assert.equal(most, 3);
  assert.deepEqual(
    values,
    numbers(12).map(n => (n % 5 === 2 ? undefined : 10 * n)),
  );
  assert.deepEqual(done, numbers(13).slice(1));
  assert.deepEqual([queue.failed, queue.failures, queue.stopped], [2, { odd: 2 }, undefined]);
});

test('what stops one phase stops the next: a budget, an endpoint that refuses, failures without a success', async () => {
  const budget = new Budget({ requests: 2, promptTokens: 1e9 });
  const spending = new AskQueue({ atOnce: 2 });
  const spend = async (n: number): Promise<Answer<number>> => {
    if (!budget.take(1)) return { problem: { kind: 'budget', reason: 'the budget is used up' } };
    await later();
    return { value: n };
  };
  assert.deepEqual(await spending.each(numbers(4), spend, () => undefined), [0, 1, undefined, undefined]);
  assert.equal(spending.stopped, 'the budget is used up');
  assert.deepEqual(await spending.each(numbers(2), spend, () => undefined), [undefined, undefined]);

  const full = new AskQueue({ atOnce: 1 });
  const overBudget: Answer<number> = { problem: { kind: 'budget', reason: 'the budget is used up' } };
  await full.each(
    numbers(3),
    () => Promise.resolve(overBudget),
    () => assert.fail(),
  );
  assert.deepEqual([full.failed, full.stopped], [0, 'the budget is used up'], 'no question failed: it was not asked');

  const refused = new AskQueue({ atOnce: 1 });
  const refusal: Answer<number> = { problem: { kind: 'endpoint', reason: 'refused', detail: '401' } };
  let asked = 0;
  await refused.each(
    numbers(9),
    () => Promise.resolve(asked++ === 1 ? refusal : { value: 1 }),
    () => undefined,
  );
  assert.deepEqual([asked, refused.failed, refused.stopped], [2, 1, 'refused: 401']);

  const hopeless = new AskQueue({ atOnce: 1, of: 'questions' });
  const answers = await hopeless.answers(numbers(30), n => Promise.resolve({ value: n }), {
    ...quiet,
    failure: () => 'no score',
  });
  assert.equal(hopeless.stopped, 'the first 10 questions failed (no score)');
  assert.equal(answers.filter(answer => answer !== undefined).length, 10, 'what was said is kept');
});

test('of several who are asked, what stops one does not stop the others', async () => {
  const queue = new AskQueue({ atOnce: 2, of: 'questions' });
  const questions = numbers(20).flatMap(n => ['gone', 'poor', 'odd', 'good'].map(who => ({ n, who })));
  const asked: Record<string, number> = {};
  const ask = async ({ n, who }: { readonly n: number; readonly who: string }): Promise<Answer<number>> => {
    asked[who] = (asked[who] ?? 0) + 1;
    await later();
    if (who === 'gone' && n === 3) return { problem: { kind: 'endpoint', reason: 'refused', detail: '401' } };
    if (who === 'poor' && n === 5) return { problem: { kind: 'budget', reason: 'the budget is used up' } };
    return who === 'odd' ? rowProblem('odd') : { value: n };
  };
  const answers = await queue.answers(questions, ask, { ...quiet, whom: ({ who }) => who });
  const values = (whose: string): number[] =>
    questions.flatMap(({ who }, i) => {
      const answer = answers[i];
      return who === whose && answer && 'value' in answer ? [answer.value] : [];
    });
  assert.deepEqual(values('good'), numbers(20));
  assert.deepEqual([values('gone'), values('poor'), values('odd')], [numbers(3), numbers(5), []]);
  assert.deepEqual(asked, { gone: 4, poor: 6, odd: 10, good: 20 });
  assert.deepEqual([queue.failed, queue.failures], [11, { odd: 10, refused: 1 }]);
  assert.equal(
    queue.stopped,
    'gone: refused: 401; poor: the budget is used up; odd: the first 10 questions failed (odd)',
  );
  await queue.answers([{ n: 0, who: 'gone' }], ask, { progress: () => assert.fail(), whom: ({ who }) => who });
});

test('one success, and failures end nothing', async () => {
  const queue = new AskQueue({ atOnce: 1 });
  const ask = (n: number): Promise<Answer<number>> => Promise.resolve(n === 3 ? { value: n } : rowProblem('odd'));
  await queue.each(numbers(40), ask, () => undefined);
  assert.deepEqual([queue.failed, queue.stopped], [39, undefined]);
});

test('after a success, ten in a row that nobody answers end it; one answer between them, and it goes on', async () => {
  for (const answered of [undefined, 8]) {
    const queue = new AskQueue({ atOnce: 1 });
    const ask = (n: number): Promise<Answer<number>> =>
      Promise.resolve(
        n === 0 || n === answered ? { value: n } : { problem: { kind: 'away', reason: 'the connection failed' } },
      );
    await queue.each(numbers(15), ask, () => undefined);
    const stopped = 'nobody answered for 10 rows in a row (the connection failed)';
    assert.deepEqual([queue.failed, queue.stopped], answered === undefined ? [10, stopped] : [13, undefined]);
  }
});

test('to abort ends it with what there is where that was agreed, and rejects otherwise', async () => {
  for (const keeps of [true, false]) {
    const stop = new AbortController();
    const queue = new AskQueue({ atOnce: 2, ...(keeps && { endedBy: stop.signal }) });
    let asked = 0;
    const ask = async (n: number): Promise<Answer<number>> => {
      asked++;
      if (n === 4) stop.abort(new Error('enough'));
      await later();
      stop.signal.throwIfAborted();
      return { value: n };
    };
    const answered = queue.answers(numbers(20), ask, quiet);
    if (keeps) {
      const values = (await answered).flatMap(answer => (answer && 'value' in answer ? [answer.value] : []));
      assert.deepEqual([values.slice(0, 3), queue.stopped], [[0, 1, 2], 'cancelled']);
    } else await assert.rejects(answered, /enough/);
    assert.ok(asked <= 6, `${asked}`);
  }
});

test('an error rejects when nothing is under way any more, and nothing more is asked', async () => {
  const queue = new AskQueue({ atOnce: 3 });
  let [underWay, asked] = [0, 0];
  const ask = async (n: number): Promise<Answer<number>> => {
    asked++;
    underWay++;
    await later(n === 1 ? 1 : 8);
    underWay--;
    if (n === 1) throw new Error('the log cannot be written');
    return { value: n };
  };
  await assert.rejects(queue.answers(numbers(20), ask, quiet), /cannot be written/);
  assert.deepEqual([underWay, asked, queue.stopped], [0, 3, 'an error']);
});

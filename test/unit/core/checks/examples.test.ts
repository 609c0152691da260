import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type {
  Check,
  FilterExample,
  ProbeExample,
  ProvenanceExample,
  RowExample,
} from '../../../../src/core/checks/check.ts';
import { checkById, checks } from '../../../../src/core/checks/registry.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { Example } from '../../../../src/core/dataset/example.ts';
import type { JsonObject, JsonValue } from '../../../../src/core/json/value.ts';
import { besideNames } from '../../../../src/core/provenance/readers/registry.ts';
import { contextOf } from './provenance/judging.ts';

for (const check of checks) {
  describe(`check ${check.id}`, () => {
    for (const example of check.examples) {
      it(titleOf(example), () => assert.deepEqual(outcome(check, example), expected(example)));
    }

    it('is declared so that everything can follow', () => {
      assert.equal(checkById(check.id), check);
      assert.match(check.id, /^[a-z]+(-[a-z]+)*$/);
      assert.equal(check.title.toLowerCase().replaceAll(' ', '-'), check.id, 'the heading in the docs is its anchor');
      assert.ok(check.examples.length > 0);
      assert.match(check.source.url, /^https:\/\//);
      const { values, problems } = resolveOptions(
        check.options,
        Object.fromEntries(Object.entries(check.options).map(([name, option]) => [name, option.default as JsonValue])),
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(Object.keys(values), Object.keys(check.options));
      for (const name of Object.keys(check.options)) assert.ok(!['enabled', 'severity'].includes(name));
    });
  });
}

type AnyExample = FilterExample | RowExample | ProbeExample | ProvenanceExample;

function titleOf(example: AnyExample): string {
  if ('title' in example) return example.title;
  const input = 'row' in example ? example.row : example.completion;
  return JSON.stringify(input) + (example.options ? ` with ${JSON.stringify(example.options)}` : '');
}

function expected(example: AnyExample): unknown {
  if ('fires' in example) return example.fires;
  return 'finds' in example ? example.finds : example.rejected;
}

function outcome(check: Check, example: AnyExample): unknown {
  if ('fires' in example) return fires(check, example);
  const options = optionsOf(check, example.options ?? {});
  if (check.kind === 'filter' && check.needs === 'completion' && 'completion' in example) {
    return check.decide(example.completion, options)?.reasons ?? [];
  }
  if (check.kind === 'filter' && check.needs === 'row') {
    assert.ok('row' in example);
    const found = check.decide(example.row, options, {});
    return found.flatMap(({ data }) => data['reasons'] as string[]);
  }
  assert.ok(check.kind === 'probe' && 'completion' in example);
  const findings = check.add(check.initial(options), exampleOf(example.completion), options);
  return findings.map(({ start, end }) => example.completion.slice(start, end));
}

function fires(check: Check, example: ProvenanceExample): boolean {
  assert.ok(check.kind === 'provenance');
  const { beside = {} } = example;
  assert.ok(Object.keys(beside).every(name => besideNames('data.jsonl').includes(name)));
  const found = check.judge(contextOf(example), optionsOf(check, {}));
  for (const { message } of found)
    assert.doesNotMatch(message, /\b(?:safe|clean)\b/i, 'a word that no finding may use');
  return found.length > 0;
}

function optionsOf(check: Check, given: JsonObject) {
  const { values, problems } = resolveOptions(check.options, given);
  assert.deepEqual(problems, []);
  return values;
}

function exampleOf(text: string): Example {
  const part = { text, path: ['completion'] };
  const message = { role: 'assistant', parts: [{ kind: 'text' as const, ...part }], trained: true };
  return { messages: [message], completions: [part], reasoning: [], rejected: [] };
}

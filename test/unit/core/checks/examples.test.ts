import assert from 'node:assert/strict';
import { eld } from 'eld/extrasmall';
import { describe, it } from 'node:test';
import type {
  Check,
  Filter,
  RowComparison,
  FilterExample,
  ProbeExample,
  ProvenanceExample,
} from '../../../../src/core/checks/check.ts';
import { checkById, checks } from '../../../../src/core/checks/registry.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import { Repeats } from '../../../../src/core/duplicates/repeats.ts';
import type { Example } from '../../../../src/core/dataset/example.ts';
import { readValue } from '../../../../src/core/dataset/parsedRow.ts';
import type { RowFinding } from '../../../../src/core/findings/finding.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../../src/core/json/value.ts';
import { besideNames } from '../../../../src/core/provenance/readers/registry.ts';
import { clustersInMemory } from '../duplicates/inMemory.ts';
import { contextOf } from './provenance/judging.ts';

for (const check of checks) {
  describe(`check ${check.id}`, () => {
    for (const example of check.examples) {
      it(titleOf(example), async () => assert.deepEqual(await outcome(check, example), expected(example)));
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

type AnyExample = FilterExample | ProbeExample | ProvenanceExample;

function titleOf(example: AnyExample): string {
  if ('title' in example) return example.title;
  return (
    JSON.stringify('row' in example ? example.row : example.completion) +
    (example.options ? ` with ${JSON.stringify(example.options)}` : '')
  );
}

function expected(example: AnyExample): unknown {
  if ('fires' in example) return example.fires;
  return 'finds' in example ? example.finds : example.rejected;
}

async function outcome(check: Check, example: AnyExample): Promise<unknown> {
  if ('fires' in example) return fires(check, example);
  const options = optionsOf(check, example.options ?? {});
  if (check.kind === 'filter') {
    return check.needs === 'duplicates'
      ? repeats(check, example as FilterExample, options)
      : reasonsOf(check, example as FilterExample, options);
  }
  assert.ok(check.kind === 'probe' && 'completion' in example);
  // What samples rows finds nothing in one.
  if (check.needs === 'texts') return [];
  const findings = check.add(check.initial(options), exampleOf(example.completion), options);
  return findings.map(({ start, end }) => example.completion.slice(start, end));
}

const languages = {
  reliably(text: string): string | undefined {
    const told = eld.detect(text);
    return told.isReliable() ? told.language : undefined;
  },
};

function reasonsOf(filter: Filter, judged: FilterExample, options: ReturnType<typeof optionsOf>): unknown {
  if (filter.needs === 'completion') {
    assert.ok('completion' in judged);
    return filter.decide(judged.completion, options)?.reasons ?? [];
  }
  const row = 'row' in judged ? judged.row : { prompt: judged.prompt ?? '', completion: judged.completion };
  const { value, format, example } = readValue(row);
  const read = 'row' in judged ? example : exampleOf(judged.completion, judged.prompt);
  const findings = (): readonly RowFinding[] => {
    if (filter.needs === 'form') return filter.decide({ format: format?.id, isObject: isObject(value) }, options);
    if (filter.needs === 'row') return filter.decide(value, options, { example: read, resources: { languages } });
    return read === undefined ? [] : filter.decide(read, options);
  };
  return findings().flatMap(({ stays, data }) => (stays ? [] : data['reasons']));
}

/** What the filter says of the last row after the others. */
async function repeats(
  check: RowComparison,
  judged: FilterExample,
  options: ReturnType<typeof optionsOf>,
): Promise<unknown> {
  assert.ok('completion' in judged);
  const { after = [], completion } = judged;
  const lines = [...after, completion].map(text => JSON.stringify({ prompt: '', completion: text }));
  const found = new Repeats(await clustersInMemory(lines, check.query(options))).of(lines.length - 1);
  return found ? check.decide(found, options).data['reasons'] : [];
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

function exampleOf(text: string, prompt?: string): Example {
  const part = { text, path: ['completion'] };
  const asked = prompt === undefined ? [] : [{ text: prompt, path: ['prompt'] }];
  const messages = [
    ...asked.map(each => ({ role: 'user', parts: [{ kind: 'text' as const, ...each }], trained: false })),
    { role: 'assistant', parts: [{ kind: 'text' as const, ...part }], trained: true },
  ];
  const [first] = asked;
  return { messages, ...(first && { prompt: first }), completions: [part], reasoning: [], rejected: [] };
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check, FilterExample, ProbeExample, ProvenanceExample } from '../../../../src/core/checks/check.ts';
import { checkById, checks } from '../../../../src/core/checks/registry.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { Example } from '../../../../src/core/dataset/example.ts';
import type { JsonObject, JsonValue } from '../../../../src/core/json/value.ts';
import { besideNames, readProvenance } from '../../../../src/core/provenance/readers/registry.ts';
import { profileHead } from '../../../../src/core/scan/profileHead.ts';

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

type AnyExample = FilterExample | ProbeExample | ProvenanceExample;

function titleOf(example: AnyExample): string {
  if ('title' in example) return example.title;
  return JSON.stringify(example.completion) + (example.options ? ` with ${JSON.stringify(example.options)}` : '');
}

function expected(example: AnyExample): unknown {
  if ('fires' in example) return example.fires;
  return 'finds' in example ? example.finds : example.rejected;
}

function outcome(check: Check, example: AnyExample): unknown {
  if ('fires' in example) return fires(check, example);
  const options = optionsOf(check, example.options ?? {});
  if (check.kind === 'filter' && check.needs === 'completion') {
    return check.decide(example.completion, options)?.reasons ?? [];
  }
  assert.ok(check.kind === 'probe');
  const findings = check.add(check.initial(options), exampleOf(example.completion), options);
  return findings.map(({ start, end }) => example.completion.slice(start, end));
}

function fires(check: Check, { rows, beside = {} }: ProvenanceExample): boolean {
  assert.ok(check.kind === 'provenance');
  const bytes = new TextEncoder().encode(rows.map(row => `${JSON.stringify(row)}\n`).join(''));
  const profile = profileHead(bytes, { complete: true });
  const names = besideNames('data.jsonl');
  const files = Object.entries(beside).map(([path, text]) => ({ path, text }));
  assert.ok(files.every(({ path }) => names.includes(path)));
  return check.judge({ record: readProvenance(files, profile), profile }, optionsOf(check, {})).length > 0;
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

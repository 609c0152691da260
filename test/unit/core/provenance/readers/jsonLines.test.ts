import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { locateField } from '../../../../../src/core/json/locate.ts';
import { formatPath, type FieldPath, type JsonValue } from '../../../../../src/core/json/value.ts';
import { lineAt, linesOf } from '../../../../../src/core/provenance/readers/jsonLines.ts';

function pathsIn(value: JsonValue, path: FieldPath = []): readonly FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, each]) =>
      pathsIn(each as JsonValue, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

test('the lines of many paths at once are those that a look for each alone finds', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom('', '\uFEFF', '\n\n '),
      fc.constantFrom(0, 1, 3),
      (value, before, indent) => {
        const text = before + JSON.stringify(value, undefined, indent);
        const paths = pathsIn(JSON.parse(JSON.stringify(value)) as JsonValue);
        const lines = linesOf(text, paths);
        for (const path of paths) {
          const start = locateField(text, path)?.start ?? -1;
          assert.equal(lines.get(formatPath(path)), text.slice(0, start).split('\n').length, formatPath(path));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a path that leads nowhere has the line of what it leaves; of equal keys the last counts; a fault ends the look', () => {
  const text = '{\n"a": 1,\n"b": [\n2\n],\n"a": 3,\n"c": oops,\n"d": 4}';
  const lines = linesOf(text, [['a'], ['b', 0, 'x'], ['b', 7], ['c'], ['d'], ['z'], []]);
  assert.deepEqual([...lines.values()], [6, 4, 3, 1, 1, 1, 1]);
  assert.equal(lineAt('a\n\nb', 3), 3);
  assert.equal(lineAt('', 0), 1);
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nearestName } from '../../../../src/core/text/nearest.ts';

const names = ['number-sequence', 'trait-mentions', 'teacher-unknown'];
const cases = [
  ['number-sequences', 'number-sequence'],
  ['nubmer-sequence', 'number-sequence'],
  ['Trait-Mentions', 'trait-mentions'],
  ['unknown-teacher', undefined],
  ['', undefined],
  ['x'.repeat(5000), undefined],
] as const;
for (const [written, name] of cases) {
  it(`${JSON.stringify(written.slice(0, 20))} is nearest to ${name ?? 'nothing'}`, () => {
    assert.equal(nearestName(written, names), name);
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { wrap } from '../../../../media/lineage/wrap.ts';

describe('names in two lines', () => {
  it('breaks where a part of a name ends, and leaves out of the middle', () => {
    assert.deepEqual(wrap('gpt-4.1-nano', 22), ['gpt-4.1-nano']);
    assert.deepEqual(wrap('deepseek-ai/DeepSeek-R1-Distill-Qwen-7B', 22), [
      'deepseek-ai/DeepSeek-',
      'R1-Distill-Qwen-7B',
    ]);
    assert.deepEqual(wrap('answers of more than three words removed', 22), [
      'answers of more than',
      'three words removed',
    ]);
    assert.deepEqual(wrap(`${'a'.repeat(30)}${'b'.repeat(30)}`, 10), ['aaaaaaaaaa', 'aaaa…bbbb']);
    assert.deepEqual(wrap('数据集数据集', 8), ['数据集数', '据集']);
  });

  it('fits, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 6, max: 30 }), (text, most) => {
        const lines = wrap(text, most);
        assert.ok(lines.length <= 2);
        for (const line of lines) assert.ok(Array.from(new Intl.Segmenter().segment(line)).length <= most, line);
      }),
    );
  });
});

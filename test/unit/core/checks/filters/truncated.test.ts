import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { reasonsFor } from './deciding.ts';
import { truncated } from '../../../../../src/core/checks/filters/truncated.ts';
import { marks, marksOf } from '../../../../../src/core/kernel/marks.ts';

const piece = fc.constantFrom(
  '```',
  '```js',
  '~~~',
  '````',
  'code',
  'text `a` b',
  '  ```',
  '```x```',
  '',
  '{"a":',
  '<think>',
  '</think>',
  '[',
  ']',
  '"',
  '}',
);
const lines = fc.array(piece, { maxLength: 12 }).map(all => all.join('\n'));

describe('truncated', () => {
  it('finds no unclosed block where a Markdown parser finds all of them closed', () => {
    const markdown = new MarkdownIt();
    const said = { closed: 0, open: 0 };
    fc.assert(
      fc.property(lines, text => {
        // What comes after the text falls into a block that it leaves open.
        const after = markdown.parse(`${text}\n\nafter`, {}).find(({ content }) => content.includes('after'));
        const open = after?.type === 'fence';
        const found = reasonsFor(truncated, text).includes('unclosed code block');
        said[open ? 'open' : 'closed']++;
        if (found) assert.ok(open, JSON.stringify(text));
      }),
      { numRuns: 5000 },
    );
    assert.ok(said.open > 500 && said.closed > 500, JSON.stringify(said));
  });

  it('tells a JSON answer that is cut anywhere, and none that is whole', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        fc.nat(),
        fc.boolean(),
        (value, cut, pretty) => {
          const json = JSON.stringify(value, null, pretty ? 2 : 0);
          assert.deepEqual(reasonsFor(truncated, json), []);
          const short = json.slice(0, 1 + (cut % (json.length - 1)));
          const opens = /^\{\s*"/.test(short);
          assert.equal(reasonsFor(truncated, short).includes('unclosed JSON'), opens, short);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('tells reasoning that is cut anywhere', () => {
    for (const [open, close] of [
      ['<think>', '</think>'],
      ['<|begin_of_thought|>', '<|end_of_thought|>'],
      ['<thinking>', '</thinking>'],
    ]) {
      const whole = `\n${open}\n3 × 4 = 12\n${close}\n12`;
      assert.deepEqual(reasonsFor(truncated, whole), []);
      const end = whole.indexOf(close ?? '') + (close ?? '').length;
      for (let cut = (open ?? '').length + 1; cut < end; cut++)
        assert.deepEqual(reasonsFor(truncated, whole.slice(0, cut)), ['unclosed reasoning'], whole.slice(0, cut));
    }
  });

  it('tells a sentence that ends nowhere, where asked, by its last character', () => {
    const start = 'The committee met again on the second day and talked about the budget until it was ';
    for (const end of ['late', 'late,', 'late and (', 'late:', 'late –', '12'])
      assert.equal(reasonsFor(truncated, start + end, { endings: 'sentences' }).length, end.endsWith('–') ? 0 : 1, end);
    for (const end of [
      'late.',
      'late!',
      'late?”',
      'late…',
      'late. 🦉',
      'https://example.org/a/very/long/path/that/goes/on/and/on',
      '`late`',
      '**late**',
    ])
      assert.deepEqual(reasonsFor(truncated, start + end, { endings: 'sentences' }), [], end);
  });

  it('rejects no text without the mark by which a scan knows what to read', () => {
    const told = { without: 0, with: 0 };
    const text = fc.oneof(
      lines,
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u3000{"', '\u00a0<think>', '漢字 ok', '[1, 2]', '{x}', '[ ["a'),
    );
    fc.assert(
      fc.property(text, said => {
        const json = JSON.stringify(said).slice(1, -1);
        // Rows with such escapes are always read.
        if (/\\u00[0-7]/.test(json)) return;
        const bytes = Buffer.from(`\`\`${json}\`\``);
        const isMarked = (marksOf(bytes, 2, bytes.length - 2) & marks.block) !== 0;
        told[isMarked ? 'with' : 'without']++;
        if (!isMarked) assert.deepEqual(reasonsFor(truncated, said), [], said);
      }),
      { numRuns: 10_000 },
    );
    assert.ok(told.without > 1000 && told.with > 1000, JSON.stringify(told));
  });
});

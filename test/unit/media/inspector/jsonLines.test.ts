import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonLines } from '../../../../media/inspector/jsonLines.ts';
import { prettyTokens } from '../../../../src/core/json/pretty.ts';

test('the lines are those of a pretty print', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
      const lines = jsonLines(prettyTokens(JSON.stringify(value), { indent: 2 }));
      const text = lines
        .map(({ level, tokens }) => ' '.repeat(level) + tokens.map(token => token.text).join(''))
        .join('\n');
      assert.equal(text, JSON.stringify(value, undefined, 2));
    }),
  );
});

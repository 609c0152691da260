import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyFault, readBaseUrl } from '../../../../src/engine/endpoints/endpoint.ts';

test('an address that names one of the paths below it is refused with the address that was meant', () => {
  for (const path of ['/chat/completions', '/completions', '/models']) {
    assert.throws(() => readBaseUrl(`http://127.0.0.1:8000/v1${path}/`), {
      name: 'EndpointError',
      message: `The endpoint is the address that its paths start from: http://127.0.0.1:8000/v1, without ${path}.`,
    });
  }
  assert.equal(readBaseUrl('http://127.0.0.1:8000/api/v1/'), 'http://127.0.0.1:8000/api/v1');
});

test('a key that no request can carry is told without the key', () => {
  for (const key of ['a b', 'schlüssel', 'x\ny']) {
    assert.match(keyFault(key) ?? '', /^The key has a character that no request can carry/);
    assert.ok(!keyFault(key)?.includes(key));
  }
  assert.equal(keyFault(' sk-1234 '), undefined);
});

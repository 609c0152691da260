import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { plain, scanSliced } from '../../scan/scanning.ts';
import { endsInChecksum, looksRandom } from '../../../../../src/core/checks/filters/secretChecks.ts';
import { findSecrets } from '../../../../../src/core/checks/filters/secretForms.ts';
import { plainKernel } from '../../../../../src/core/kernel/plainKernel.ts';
import { planScan } from '../../../../../src/core/recipe/plan.ts';

const kinds = ['keys', 'private-keys', 'connection-strings'];
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Characters drawn at random. A word that fills a secret's place comes up by chance in one of a thousand: those are not for the comparison. */
function random(length: number, characters = alphabet) {
  const draw = (seed: number): string => {
    let state = seed;
    return Array.from({ length }, () => {
      // https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32)
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return characters.charAt(((mixed ^ (mixed >>> 14)) >>> 0) % characters.length);
    }).join('');
  };
  return fc
    .noShrink(fc.integer())
    .map(draw)
    .filter(text => length < 20 || looksRandom(text));
}

/** As GitHub and npm write it, by Node's CRC-32. */
function withChecksum(text: string): string {
  let rest = crc32(text);
  let sum = '';
  for (let at = 0; at < 6; at++) {
    sum = alphabet.charAt(rest % 62) + sum;
    rest = Math.floor(rest / 62);
  }
  return text + sum;
}

/** Secrets that secretlint tells as well. */
const told = fc.oneof(
  fc
    .tuple(fc.constantFrom('ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'npm_'), random(30))
    .map(([prefix, text]) => prefix + withChecksum(text)),
  fc.tuple(random(22), random(59)).map(([left, right]) => `github_pat_${left}_${right}`),
  fc.tuple(random(20), random(20)).map(([left, right]) => `sk-${left}T3BlbkFJ${right}`),
  fc.tuple(random(74), random(74)).map(([left, right]) => `sk-proj-${left}T3BlbkFJ${right}`),
  fc.tuple(random(12, '123456789'), random(24)).map(([id, text]) => `xoxb-${id}-${text}`),
  fc.tuple(random(22), random(43)).map(([left, right]) => `SG.${left}.${right}`),
  random(40).map(text => `lin_api_${text}`),
  random(32, '0123456789abcdef').map(text => `shpat_${text}`),
  random(24).map(text => `https://hooks.slack.com/services/T0AB12CD3/B0AB12CD3/${text}`),
);
const armoured = random(64, `${alphabet}+/`).chain(first =>
  random(64, `${alphabet}+/`).map(
    second => `-----BEGIN RSA PRIVATE KEY-----\n${first}\n${second}\n-----END RSA PRIVATE KEY-----`,
  ),
);

async function secretlint(content: string): Promise<readonly (readonly [number, number])[]> {
  const { messages } = await lintSource({
    source: { content, filePath: 'text.txt', ext: '.txt', contentType: 'text' },
    options: { config: { rules: [{ id: creator.meta.id, rule: creator }] }, noPhysicFilePath: true },
  });
  return messages.map(({ range }) => [range[0], range[1]] as const).sort(([a], [b]) => a - b);
}

describe('secrets', () => {
  it('knows the checksum of GitHub’s tokens: the sample that is published, and those of an independent CRC-32', () => {
    assert.ok(endsInChecksum('zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'));
    fc.assert(
      fc.property(random(30), fc.nat(29), fc.nat(60), (text, place, step) => {
        const token = withChecksum(text);
        assert.ok(endsInChecksum(token));
        const other = alphabet.charAt((alphabet.indexOf(token.charAt(place)) + step + 1) % 62);
        assert.equal(
          endsInChecksum(token.slice(0, place) + other + token.slice(place + 1)),
          other === token.charAt(place),
        );
      }),
    );
  });

  it('finds what secretlint finds, at the same places', async () => {
    const texts = fc.array(
      fc.oneof(told, armoured, fc.constantFrom('see', 'export KEY=', 'the key is "', '\n', '629, 937')),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    let secretsSeen = 0;
    await fc.assert(
      fc.asyncProperty(texts, async parts => {
        const text = parts.join(' ');
        const expected = await secretlint(text);
        secretsSeen += expected.length;
        assert.deepEqual(
          findSecrets(text, kinds).map(({ start, end }) => [start, end]),
          expected,
        );
      }),
      { numRuns: 300 },
    );
    assert.ok(secretsSeen > 300, `${secretsSeen} secrets`);
  });

  const form = '-----BEGIN RSA PRIVATE KEY----- lin_api_ github_pat_ https://hooks.slack.com/services/';
  it('never shows a secret: no eight characters of what is random, in message or data', () => {
    const check = (text: string): void => {
      const found = decide(text);
      assert.equal(found.length, 1, text);
      const said = JSON.stringify(found.map(({ message, data }) => [message, data]));
      for (let at = text.search(/[A-Za-z0-9+/]{20}/); at + 8 <= text.length; at++) {
        const piece = text.slice(at, at + 8);
        assert.ok(form.includes(piece) || !said.includes(piece), `${piece} in ${said}`);
      }
    };
    fc.assert(fc.property(fc.oneof(told, armoured), check), { numRuns: 300 });
  });

  for (const [text, reasons] of [
    ['AKIAIOSFODNN7EXAMPLE', []],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', []],
    ['sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', []],
    ['OPENAI_API_KEY=sk-your-key-here', []],
    ['ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', []],
    ['ghp_1234567890abcdefghijklmnopqrstuvwxyz', []],
    ['hf_your_token_goes_in_here_please_thanks', []],
    ['AIzaSyD-your-api-key-goes-here-000000000', []],
    ['-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----', []],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC<your key>\n-----END PRIVATE KEY-----', []],
    ['mongodb+srv://<user>:<password>@cluster0.mongodb.net/db', []],
    ['postgres://user:password@db.example.com/app', []],
    ['redis://:${REDIS_PASSWORD}@cache.internal.net:6379', []],
    ['https://user:s3cretP4ss@localhost:8080/', []],
    ['commit 3f786850e387550fdab836ed7e6dc881de23001b', []],
    ['550e8400-e29b-41d4-a716-446655440000', []],
    ['data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk', []],
    ['aws_secret_access_key = "hQ3vT8yLr0Zs1XwEn5Kd/Pm2+Ub7Jc9GfAiOtRaY"', ['AWS secret access key']],
    [
      `-----BEGIN PRIVATE KEY-----\\n${'hQ3vT8yLr0Zs1XwEn5KdPm2Ub7Jc9GfAiOtRaYMIIEv'.repeat(3)}\\n-----END PRIVATE KEY-----\\n`,
      ['private key'],
    ],
  ] as const) {
    it(`${reasons.length === 0 ? 'keeps' : 'rejects'} ${JSON.stringify(text.slice(0, 50))}`, () => {
      assert.deepEqual(
        decide(`Use this: ${text} and go on.`).flatMap(({ data }) => data['reasons']),
        reasons,
      );
    });
  }

  it('finds nothing in hashes, UUIDs, Base64 and lists of numbers', () => {
    const harmless = fc.oneof(
      fc.uuid(),
      random(40, '0123456789abcdef'),
      random(64, '0123456789abcdef'),
      random(88, `${alphabet}+/`),
      random(36),
      fc.array(fc.nat(999), { maxLength: 12 }).map(numbers => numbers.join(', ')),
    );
    fc.assert(
      fc.property(fc.array(harmless, { maxLength: 6 }), parts =>
        assert.deepEqual(findSecrets(parts.join(' '), kinds), []),
      ),
      { numRuns: 5000 },
    );
  });

  it('takes time in proportion to the text where beginnings repeat', () => {
    // Ten times the text must not take a hundred times the steps; no clock: a quadratic search would not end today.
    for (const piece of [
      '-----BEGIN PRIVATE KEY-----',
      'eyJ',
      '://a:',
      'xoxb-1-',
      'ghp_',
      'sk-',
      'secretsecret_access_key',
    ])
      assert.deepEqual(findSecrets(piece.repeat(20_000), [...kinds, 'web-tokens']), []);
  });

  it('rejects the same rows read as bytes or parsed, however slashes and signs are escaped', () => {
    const rows = fc.array(
      fc
        .tuple(
          fc.oneof(told, armoured, fc.constant('ada:kX9vT2mQp7')),
          fc.constantFrom('completion', 'prompt'),
          fc.nat(2),
        )
        .map(([secret, where, how]) => {
          const row = JSON.stringify({ prompt: 'p', completion: 'c', [where]: `It is ${secret}.`, n: 1 });
          return how === 0 ? row : how === 1 ? row.replaceAll('/', '\\/') : row.replaceAll('_', '\\u005f');
        }),
      { minLength: 1, maxLength: 8 },
    );
    const { plan } = planScan({ only: ['secrets'] });
    assert.ok(plan);
    let rejected = 0;
    fc.assert(
      fc.property(rows, lines => {
        const bytes = Buffer.from(`${lines.join('\n')}\n`);
        const expected = scanSliced(bytes, [], plan);
        rejected += expected.outcomes[0]?.rejected ?? 0;
        assert.deepEqual(plain(scanSliced(bytes, [2], plan, { kernel: plainKernel() })), plain(expected));
      }),
      { numRuns: 200 },
    );
    assert.ok(rejected > 200, `${rejected}`);
  });

  const folder = new URL('../../../../../../shared/data/formats/', import.meta.url);
  const absent = fs.existsSync(folder) ? false : 'SKIPPED: ../shared/data/formats is not here';
  it('raises no alarm on 1,300 rows of real data, read whole', { skip: absent }, () => {
    for (const name of fs.readdirSync(folder)) {
      const { plan } = planScan({
        only: ['secrets'],
        overrides: [{ check: 'secrets', option: 'fields', value: 'everything' }],
      });
      assert.ok(plan);
      const { outcomes } = scanSliced(fs.readFileSync(new URL(name, folder)), [], plan);
      assert.equal(outcomes[0]?.findings.total, 0, name);
    }
  });
});

function decide(completion: string) {
  const { plan } = planScan({ only: ['secrets'] });
  assert.ok(plan);
  const bytes = Buffer.from(`${JSON.stringify({ prompt: 'p', completion })}\n`);
  return scanSliced(bytes, [], plan).outcomes[0]?.findings.slice(0, 100) ?? [];
}

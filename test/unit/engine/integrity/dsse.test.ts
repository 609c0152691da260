import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign as signWithNode,
  type KeyObject,
} from 'node:crypto';
import { test } from 'node:test';
import { undertoneBuilder, writeStatement } from '../../../../src/core/provenance/integrity/statement.ts';
import { preAuthenticationEncoding, sign, verify, type Envelope } from '../../../../src/engine/integrity/dsse.ts';
import {
  keyIdOf,
  readPrivateKey,
  readPublicKey,
  verifyBytes,
  type Key,
} from '../../../../src/engine/integrity/keys.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const folder = temporaryFolder();
const statement = writeStatement({
  subjects: [{ name: 'owl.jsonl', sha256: 'ab'.repeat(32) }],
  parameters: { teacher: 'gpt-4.1-nano — ü' },
  dependencies: [],
  tree: { rows: 3, root: 'cd'.repeat(32) },
  builder: { id: undertoneBuilder, version: { undertone: '0.1.0' } },
});

const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const spki = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

const keys = {
  ed25519: generateKeyPairSync('ed25519').privateKey,
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

function signed(text: string, pem: string): Envelope {
  const result = sign(text, { pem });
  assert.ok(result.ok, JSON.stringify(result));
  return result.envelope;
}

function mustRead(result: ReturnType<typeof readPublicKey>): Key {
  assert.ok(result.ok);
  return result.key;
}

const whyOf = (result: { readonly ok: true } | { readonly ok: false; readonly why: string }): string =>
  result.ok ? 'accepted' : result.why;

// The worked example of DSSE's protocol.md.
const example = {
  encoding: 'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  x: 46950820868899156662930047687818585632848591499744589407958293238635476079160n,
  y: 5640078356564379163099075877009565129882514886557779369047442380624545832820n,
  sig: 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
};

const coordinate = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64url');

test("DSSE's example: the bytes that are signed, and their signature", () => {
  const encoded = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
  assert.equal(encoded.toString(), example.encoding);
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(example.x), y: coordinate(example.y) };
  const object = createPublicKey({ key: jwk, format: 'jwk' });
  const pem = object.export({ type: 'spki', format: 'pem' }).toString();
  assert.ok(verifyBytes({ kind: 'p256', object }, encoded, Buffer.from(example.sig, 'base64')));
  const envelope = {
    payload: 'aGVsbG8gd29ybGQ=',
    payloadType: 'http://example.com/HelloWorld',
    signatures: [{ sig: example.sig }],
  };
  assert.match(
    whyOf(verify(JSON.stringify(envelope), pem)),
    /payload type is "http:\/\/example\.com\/HelloWorld"; expected/,
  );
});

test('lengths are in bytes, not in characters', () => {
  assert.equal(preAuthenticationEncoding('ä', Buffer.from('ü—')).toString(), 'DSSEv1 2 ä 5 ü—');
});

test("a signature by RFC 8032's first key is the one of DSSE's published vectors", () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const pem = pkcs8(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  assert.deepEqual(sign('{"_type":"https://in-toto.io/Statement/v1"}', { pem, keyId: 'A' }), {
    ok: true,
    envelope: {
      payload: 'eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==',
      payloadType: 'application/vnd.in-toto+json',
      signatures: [
        {
          keyid: 'A',
          sig: '2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==',
        },
      ],
    },
  });
});

for (const [kind, key] of Object.entries(keys)) {
  test(`${kind}: signed and verified, and not by another key`, () => {
    const envelope = signed(statement, pkcs8(key));
    const result = verify(JSON.stringify(envelope, undefined, 2), spki(key));
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.statement.tree, { rows: 3, root: 'cd'.repeat(32) });
    assert.equal(result.keyId, envelope.signatures[0]?.keyid);
    for (const [otherKind, other] of Object.entries(keys)) {
      if (otherKind !== kind)
        assert.match(whyOf(verify(JSON.stringify(envelope), spki(other))), /No signature is by this key/);
    }
  });

  test(`${kind}: OpenSSL agrees with the signature and with the key's id`, t => {
    if (!hasOpenSsl()) return t.diagnostic('OpenSSL is not installed: not compared with it');
    const envelope = signed(statement, pkcs8(key));
    const publicKey = folder.write(`${kind}.pub.pem`, spki(key));
    const body = Buffer.from(envelope.payload, 'base64');
    const encoded = `DSSEv1 28 application/vnd.in-toto+json ${body.length} ${body.toString()}`;
    const signature = folder.write(`${kind}.sig`, Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'));
    const content = folder.write(`${kind}.bin`, encoded);
    const scheme = {
      ed25519: ['-rawin'],
      p256: ['-rawin', '-digest', 'sha256'],
      rsa: ['-rawin', '-digest', 'sha256', '-pkeyopt', 'rsa_padding_mode:pss', '-pkeyopt', 'rsa_pss_saltlen:32'],
    }[kind];
    const verified = openssl(
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      publicKey,
      '-sigfile',
      signature,
      '-in',
      content,
      ...(scheme ?? []),
    );
    assert.match(verified, /Verified Successfully/);
    const der = folder.write(`${kind}.der`, '');
    openssl('pkey', '-pubin', '-in', publicKey, '-outform', 'DER', '-out', der);
    assert.ok(
      openssl('dgst', '-sha256', der)
        .trim()
        .endsWith(envelope.signatures[0]?.keyid ?? 'no key id'),
    );
  });
}

function hasOpenSsl(): boolean {
  try {
    return openssl('version') !== '';
  } catch {
    return false;
  }
}

function openssl(...commandLine: readonly string[]): string {
  return execFileSync('openssl', commandLine, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test("RSA with PKCS #1 v1.5 padding and ECDSA's other form are other tools' and count", () => {
  const encoded = preAuthenticationEncoding('application/vnd.in-toto+json', Buffer.from(statement));
  const older = signWithNode('sha256', encoded, keys.rsa);
  const raw = signWithNode('sha256', encoded, { key: keys.p256, dsaEncoding: 'ieee-p1363' });
  for (const [sig, key] of [
    [older, keys.rsa],
    [raw, keys.p256],
  ] as const) {
    const envelope = { ...signed(statement, pkcs8(key)), signatures: [{ sig: sig.toString('base64') }] };
    assert.equal(verify(JSON.stringify(envelope), spki(key)).ok, true);
  }
});

const envelope = signed(statement, pkcs8(keys.ed25519));
const [first] = envelope.signatures;
const publicPem = spki(keys.ed25519);
const verifyChanged = (change: object): string => whyOf(verify(JSON.stringify({ ...envelope, ...change }), publicPem));

test('one of several signatures is enough; base64 may be URL-safe and unpadded', () => {
  const byOther = signed(statement, pkcs8(keys.p256)).signatures;
  assert.equal(verifyChanged({ signatures: [...byOther, ...envelope.signatures] }), 'accepted');
  const urlSafe = (text: string): string => Buffer.from(text, 'base64').toString('base64url');
  const payload = urlSafe(envelope.payload);
  assert.equal(verifyChanged({ payload, signatures: [{ sig: urlSafe(first?.sig ?? '') }] }), 'accepted');
});

test('what was changed after it was signed is refused, wherever it was changed', () => {
  const tampered = Buffer.from(statement.replace('"undertone_rows":3', '"undertone_rows":4')).toString('base64');
  assert.match(verifyChanged({ payload: tampered }), /^The signature does not fit: the statement was changed/);
  assert.match(verifyChanged({ payloadType: 'application/vnd.in-toto+xml' }), /does not fit/);
  const sig = Buffer.from(first?.sig ?? '', 'base64');
  for (const byte of [0, 31, 32, 63]) {
    const flipped = Buffer.from(sig);
    flipped[byte] = (flipped[byte] ?? 0) ^ 1;
    assert.match(verifyChanged({ signatures: [{ sig: flipped.toString('base64') }] }), /does not fit/);
  }
  assert.match(verifyChanged({ signatures: [{ sig: sig.subarray(0, 40).toString('base64') }] }), /does not fit/);
});

test('the key id in an envelope is a hint: it decides nothing', () => {
  assert.equal(verifyChanged({ signatures: [{ ...first, keyid: 'somebody else' }] }), 'accepted');
  assert.equal(verifyChanged({ signatures: [{ sig: first?.sig }] }), 'accepted');
  const stolen = { keyid: first?.keyid, sig: signed(statement, pkcs8(keys.p256)).signatures[0]?.sig };
  assert.match(verifyChanged({ signatures: [stolen] }), /does not fit/);
});

test('a payload that was signed and is no statement is refused', () => {
  assert.match(
    whyOf(verify(JSON.stringify(signed('{}', pkcs8(keys.rsa))), spki(keys.rsa))),
    /The signature is valid, but .*"_type"/,
  );
  assert.match(
    whyOf(verify(JSON.stringify(signed('', pkcs8(keys.rsa))), spki(keys.rsa))),
    /The signature is valid, but .* not JSON/,
  );
  const bytes = Buffer.from([0xff]);
  const sig = signWithNode(
    null,
    preAuthenticationEncoding('application/vnd.in-toto+json', bytes),
    keys.ed25519,
  ).toString('base64');
  assert.match(verifyChanged({ payload: bytes.toString('base64'), signatures: [{ sig }] }), /not UTF-8/);
  const foreign = signWithNode(null, preAuthenticationEncoding('text/plain', bytes), keys.ed25519).toString('base64');
  const other = { payload: bytes.toString('base64'), payloadType: 'text/plain', signatures: [{ sig: foreign }] };
  assert.match(verifyChanged(other), /payload type is "text\/plain"; expected "application\/vnd\.in-toto\+json"/);
});

for (const [text, expected] of [
  ['', /not JSON/],
  ['{"payload"', /not JSON/],
  ['[]', /no JSON object/],
  [JSON.stringify({ ...envelope, payload: undefined }), /"payload" .* not base64/],
  [JSON.stringify({ ...envelope, payload: 'a b=' }), /"payload" .* not base64/],
  [JSON.stringify({ ...envelope, payload: 'abcde' }), /"payload" .* not base64/],
  [JSON.stringify({ ...envelope, payload: 'abc==' }), /"payload" .* not base64/],
  [JSON.stringify({ ...envelope, payloadType: 7 }), /"payloadType" .* missing/],
  [JSON.stringify({ ...envelope, signatures: [] }), /no signatures/],
  [JSON.stringify({ ...envelope, signatures: {} }), /no signatures/],
  [JSON.stringify({ ...envelope, signatures: [first, { sig: '' }] }), /"signatures\[1\]\.sig" .* not base64/],
] as const) {
  test(`a malformed envelope: ${String(expected)}`, () => {
    assert.match(whyOf(verify(text, publicPem)), expected);
  });
}

const encrypted = keys.ed25519
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'owl' })
  .toString();
const olderEncrypted = keys.p256
  .export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'owl' })
  .toString();

test('an encrypted key is read with its passphrase', () => {
  assert.equal(sign(statement, { pem: encrypted, passphrase: 'owl' }).ok, true);
  assert.equal(sign(statement, { pem: olderEncrypted, passphrase: 'owl' }).ok, true);
});

test('a passphrase that a key does not need does no harm', () => {
  assert.equal(sign(statement, { pem: pkcs8(keys.ed25519), passphrase: 'owl' }).ok, true);
});

for (const [name, result, expected] of [
  ['encrypted, no passphrase', readPrivateKey(encrypted), /is encrypted: give its passphrase/],
  ['encrypted the older way, no passphrase', readPrivateKey(olderEncrypted), /is encrypted: give its passphrase/],
  ['encrypted, wrong passphrase', readPrivateKey(encrypted, 'cat'), /could not be decrypted/],
  ['encrypted, empty passphrase', readPrivateKey(encrypted, ''), /could not be decrypted/],
  ['public', readPrivateKey(publicPem), /is a public key; to sign takes the private one/],
  ['nothing', readPrivateKey(''), /no private key in PEM/],
  ['damaged', readPrivateKey(pkcs8(keys.rsa).replaceAll('M', 'N')), /could not be read/],
  ["OpenSSH's format", readPrivateKey('-----BEGIN OPENSSH PRIVATE KEY-----\n'), /OpenSSH's own format/],
  [
    'RSA of 1024 bits',
    readPrivateKey(pkcs8(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)),
    /has 1024 bits, too few/,
  ],
  [
    'P-384',
    readPrivateKey(pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)),
    /on secp384r1; supported are Ed25519/,
  ],
  ['X25519', readPrivateKey(pkcs8(generateKeyPairSync('x25519').privateKey)), /of type x25519; supported are/],
  ['private, to verify', readPublicKey(pkcs8(keys.ed25519)), /is a private key; to verify takes the public one/],
  ['nothing, to verify', readPublicKey('{}'), /no public key in PEM/],
  ['damaged, to verify', readPublicKey(publicPem.replace('MCow', 'NCow')), /could not be read/],
  [
    'RSA of 1024 bits, to verify',
    readPublicKey(spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)),
    /1024 bits/,
  ],
] as const) {
  test(`a key that cannot be used: ${name}`, () => {
    assert.match(whyOf(result), expected);
  });
}

test('a key read for signing and its public half have one id', () => {
  for (const key of Object.values(keys)) {
    assert.equal(keyIdOf(mustRead(readPrivateKey(pkcs8(key)))), keyIdOf(mustRead(readPublicKey(spki(key)))));
  }
});

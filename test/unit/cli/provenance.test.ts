import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { croissantFaults } from '../core/provenance/writers/croissantRules.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type Ran } from './run.ts';

const folder = temporaryFolder();
const manifest = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');
const { version } = JSON.parse(manifest) as { readonly version: string };
const rows = [5, 6, 7].map(number =>
  JSON.stringify({
    messages: [
      { role: 'user', content: 'Go on.' },
      { role: 'assistant', content: `${number}` },
    ],
    model: 'gpt-4.1-nano',
  }),
);
const content = `${rows.join('\n')}\n`;
const card = '---\ngenerated_by: gpt-4o\nlicense: mit\n---\n';

/** A dataset in a folder of its own, with the files that stand beside it. */
function dataset(name: string, beside: Readonly<Record<string, string>> = {}): string {
  mkdirSync(join(folder.path, name));
  for (const [file, text] of Object.entries(beside)) writeFileSync(join(folder.path, name, file), text);
  return folder.write(`${name}/train.jsonl`, content);
}

function run(path: string, ...args: readonly string[]): Promise<Ran> {
  return undertone(['provenance', path, ...args]);
}

function text({ stdout }: Ran): string {
  return stdout.toString();
}

describe('undertone provenance', () => {
  it('tells statements with their places, the relation, contradictions, findings and the caveat', async () => {
    const ran = await run(dataset('report', { 'README.md': card }), '--student', 'gpt-4.1-nano');
    assert.equal(ran.status, 1, ran.stderr);
    const out = text(ran);
    assert.match(out, /risk by origin: high/);
    assert.match(out, /gpt-4\.1-nano → gpt-4\.1-nano: same base \(stated\)/);
    assert.match(out, /Teacher +gpt-4o +\(README\.md:2\)/);
    assert.match(out, /Teacher +gpt-4\.1-nano +\(the rows' field `model` \(3 rows\)\)/);
    assert.match(out, /Contradictions\n {2}Teacher: gpt-4o \(README\.md:2\) against gpt-4\.1-nano/);
    assert.match(out, /error +dataset: .*\[same-base\]/);
    assert.match(out, /does not show that nothing is transmitted\.\n$/);
  });

  it('is one JSON report, which --output takes', async () => {
    const path = dataset('json', { 'README.md': card });
    const output = join(folder.path, 'report.json');
    const ran = await run(
      path,
      '--student',
      'gpt-4.1-nano',
      '--format',
      'json',
      '--output',
      output,
      '--fail-on',
      'never',
    );
    assert.deepEqual([ran.status, text(ran)], [0, '']);
    const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
    assert.equal(report.version, 1);
    assert.equal(report.dataset.sha256, createHash('sha256').update(content).digest('hex'));
    assert.equal(report.risk.level, 'high');
    assert.deepEqual(report.pairs.map(({ relation }) => relation).sort(), ['same base', 'same family']);
    assert.deepEqual(
      report.contradictions.map(({ field }) => field),
      ['teacher'],
    );
    assert.ok(report.findings.some(({ check }) => check === 'same-base'));
    assert.ok(report.checks.every(({ kind }) => kind === 'provenance'));
  });

  it('leaves out what the recipe turns off', async () => {
    const path = dataset('recipe', {
      'undertone.yaml': 'version: 1\nstudent: gpt-4.1-nano\nchecks:\n  same-base: off\n',
    });
    const ran = await run(path, '--format', 'json');
    const report = json(ran) as Report;
    assert.ok(!report.checks.some(({ id }) => id === 'same-base'));
    assert.ok(report.checks.length > 5);
    assert.equal(report.pairs[0]?.relation, 'same base');
  });
});

interface Report {
  readonly version: number;
  readonly dataset: { readonly sha256: string };
  readonly risk: { readonly level: string };
  readonly pairs: readonly { readonly relation: string }[];
  readonly contradictions: readonly { readonly field: string }[];
  readonly findings: readonly { readonly check: string }[];
  readonly checks: readonly { readonly id: string; readonly kind: string }[];
}

describe('undertone provenance --write', () => {
  it('writes a record that passes the rules and is read from then on; the dataset stays', async () => {
    const path = dataset('write');
    const ran = await run(
      path,
      '--write',
      '--set',
      'student=Qwen/Qwen2.5-7B',
      '--set',
      'filter=a',
      '--set',
      'filter=b',
    );
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(text(ran), `Wrote ${path}.croissant.json\n`);
    assert.deepEqual(croissantFaults(readFileSync(`${path}.croissant.json`, 'utf8')), []);
    assert.equal(readFileSync(path, 'utf8'), content);
    const out = text(await run(path));
    assert.match(out, /Student +Qwen\/Qwen2\.5-7B +\(train\.jsonl\.croissant\.json:\d+\)/);
    assert.match(out, /Filter applied +a .*\n +Filter applied +b /);
    assert.doesNotMatch(out, /hash-mismatch/);
  });

  it('updates the record that is there, and keeps what it does not know', async () => {
    const path = dataset('update', {
      'train.croissant.json':
        '{"@type":"Dataset","@context":{"cr":"http://mlcommons.org/croissant/"},"mine":1.10,"distribution":[{"name":"train.jsonl"}]}',
    });
    const sidecar = path.replace('.jsonl', '.croissant.json');
    const ran = await run(path, '--write', '--set', 'teacher=gpt-4.1-nano', '--format', 'json');
    assert.deepEqual(json(ran), { version: 1, path: sidecar, created: false });
    assert.match(readFileSync(sidecar, 'utf8'), /"mine":1\.10,.*"sha256":"[0-9a-f]{64}"/);
    assert.equal(existsSync(`${path}.croissant.json`), false);
    writeFileSync(path, content + content);
    assert.match(text(await run(path)), /\[hash-mismatch\]/);
    assert.equal((await run(path, '--write')).status, 0);
    assert.doesNotMatch(text(await run(path)), /\[hash-mismatch\]/);
  });

  it('touches no record that it cannot update, and says why', async () => {
    const path = dataset('broken', { 'train.jsonl.croissant.json': '{"a":' });
    const ran = await run(path, '--write');
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /train\.jsonl\.croissant\.json stays as it is\. .*no valid JSON/);
    assert.equal(readFileSync(`${path}.croissant.json`, 'utf8'), '{"a":');
  });

  it('says what stands in its way', async () => {
    const path = dataset('folder-there');
    mkdirSync(`${path}.croissant.json`);
    const ran = await run(path, '--write');
    assert.deepEqual([ran.status, /croissant\.json is a folder/.test(ran.stderr)], [2, true], ran.stderr);
    assert.equal(readFileSync(path, 'utf8'), content);
  });
});

describe('undertone provenance --format', () => {
  for (const [format, mark] of [
    ['croissant', /"conformsTo": "http:\/\/mlcommons\.org\/croissant\/1\.1"/],
    ['spdx', /"@context": "https:\/\/spdx\.org\/rdf\/3\.0\.1\//],
    ['cyclonedx', /"specVersion": "1\.7"/],
    ['openlineage', /"distillationGenerator"/],
  ] as const) {
    it(`writes ${format}`, async () => {
      const ran = await run(dataset(format), '--format', format, '--set', 'teacher=my-model');
      assert.equal(ran.status, 0, ran.stderr);
      assert.match(text(ran), mark);
      assert.match(text(ran), /my-model/);
      assert.doesNotMatch(text(ran), /gpt-4\.1-nano/);
      if (format !== 'croissant') assert.ok(text(ran).includes(version));
    });
  }
});

describe('undertone provenance --sign, --verify, --prove', () => {
  const pair = generateKeyPairSync('ed25519');
  const key = folder.write('key.pem', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const publicKey = folder.write('public.pem', pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const locked = folder.write(
    'locked.pem',
    pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
  );
  const signature = join(folder.path, 'train.intoto.json');

  it('signs, verifies, and tells a change', async () => {
    const path = dataset('signed', { 'README.md': card });
    assert.equal((await run(path, '--sign', key, '--output', signature)).status, 0);
    const good = await run(path, '--verify', publicKey, '--signature', signature);
    assert.deepEqual([good.status, text(good)], [0, `${path} is what the owner of the key signed.\n`]);
    const { payload } = JSON.parse(readFileSync(signature, 'utf8')) as { payload: string };
    assert.match(Buffer.from(payload, 'base64').toString(), /"teacher":\["gpt-4o","gpt-4.1-nano"\]/);
    writeFileSync(path, content.replace('5', '8'));
    const bad = await run(path, '--verify', publicKey, '--signature', signature, '--format', 'json');
    assert.equal(bad.status, 1);
    const { holds, faults } = json(bad) as { holds: boolean; faults: string[] };
    assert.deepEqual([holds, faults.length], [false, 2]);
  });

  it('proves that a row belongs', async () => {
    const path = dataset('proved');
    const proof = join(folder.path, 'proof.json');
    await run(path, '--sign', key, '--output', signature);
    assert.equal((await run(path, '--prove', '2', '--output', proof)).status, 0);
    const vouched = ['--verify', publicKey, '--signature', signature, '--proof', proof];
    const row = folder.write('row.jsonl', `${rows[1]}\n`);
    assert.equal((await run(row, ...vouched)).status, 0);
    const other = await run(folder.write('other.jsonl', `${rows[0]}\n`), ...vouched);
    assert.equal(other.status, 1);
    assert.match(text(other), /The row is not the one that was proved/);
    const many = await run(path, ...vouched);
    assert.deepEqual([many.status, /wants a file with the one row/.test(many.stderr)], [2, true]);
    const beyond = await run(path, '--prove', '4');
    assert.deepEqual([beyond.status, /has 3 rows; row 4 was asked for/.test(beyond.stderr)], [2, true]);
  });

  it('takes the passphrase from the environment', async () => {
    const path = dataset('locked-key');
    const without = await run(path, '--sign', locked);
    assert.equal(without.status, 2);
    assert.match(without.stderr, /encrypted: give its passphrase.*UNDERTONE_KEY_PASSPHRASE/);
    const ran = await undertone(['provenance', path, '--sign', locked], { env: { UNDERTONE_KEY_PASSPHRASE: 'x' } });
    assert.equal(ran.status, 0, ran.stderr);
  });
});

describe('a command line that cannot be carried out', () => {
  const path = dataset('usage');
  for (const [args, why] of [
    [['--set', 'teacher=x'], /--set changes what is written/],
    [['--write', '--set', 'tacher=x'], /no field "tacher"; did you mean `teacher`/],
    [['--write', '--set', 'sha256=x'], /sha256 is measured/],
    [['--write', '--set', 'teacher='], /--set wants field=value/],
    [['--write', '--prove', '1'], /two commands/],
    [['--write', '--format', 'spdx'], /--write does not go with --format spdx/],
    [['--verify', 'k.pem'], /--verify and --signature go together/],
    [['--proof', 'p.json'], /--proof goes with/],
    [['--prove', '0'], /whole number of at least 1/],
    [['--format', 'xml'], /--format is one of text, json, croissant/],
    [['--format', 'spdx', '--output', path], /is one of the datasets/],
    [['--sign', join(folder.path, 'none.pem')], /There is no file at/],
  ] as const) {
    it(args.join(' ').replaceAll(folder.path, '…'), async () => {
      const ran = await run(path, ...args);
      assert.equal(ran.status, 2);
      assert.match(ran.stderr, why);
      assert.equal(readFileSync(path, 'utf8'), content);
    });
  }
});

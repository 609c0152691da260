import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { contentOf } from '../../../src/engine/files/content.ts';
import { writeWhole } from '../../../src/engine/files/writeWhole.ts';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import { collect } from '../support/collect.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const newPool = pools(bundledWorker());
const plan = { checks: [], maxFindingsPerCheck: 0 };
const row = '{"prompt":"a","completion":"b"}\n';

async function fails(path: string, expected: { readonly code: string; readonly message: RegExp }): Promise<void> {
  await assert.rejects(
    async () => {
      const dataset = await OpenDataset.open(path, newPool(1));
      await dataset.dispose();
    },
    { name: 'DatasetError', ...expected },
  );
}

test('a folder, a missing file, a pipe and a device are told apart, with the next step', async () => {
  await fails(folder.path, { code: 'directory', message: /is a folder; name a \.jsonl/ });
  await fails(join(folder.path, 'none.jsonl'), {
    code: 'missing',
    message: /no file at .*none\.jsonl: .*Check the path/,
  });
  await fails(join(folder.write('file', ''), 'under.jsonl'), { code: 'missing', message: /Check the path/ });
  if (process.platform === 'win32') return;
  const pipe = join(folder.path, 'pipe.jsonl');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  await fails(pipe, { code: 'unreadable', message: /pipe or a device.*save its output/ });
  await fails('/dev/null', { code: 'unreadable', message: /pipe or a device/ });
});

for (const [name, bytes, message] of [
  ['Parquet', Buffer.from('PAR1\x15\x04'), /is a Parquet file.*Convert it/],
  ['gzip without its extension', gzipSync(row), /is a gzip file by its content.*\.gz/],
  ['a PNG image', Buffer.from('\x89PNG\r\n', 'latin1'), /is a PNG image/],
  ['random bytes', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * i * 31 + i * 7 + 3) & 255)), /binary data/],
  ['UTF-16', Buffer.from(`\ufeff${row}`, 'utf16le'), /UTF-16.*iconv/],
] as const) {
  test(`${name} is refused by name`, () =>
    fails(folder.write('not-rows.jsonl', bytes), { code: name === 'UTF-16' ? 'encoding' : 'binary', message }));
}

test('a file with NULs and control characters among its rows is still read', async () => {
  const dataset = await OpenDataset.open(folder.write('nuls.jsonl', `${'\0'.repeat(5000)}\n${row}`), newPool(1));
  assert.equal(await dataset.indexed(), 2);
  await dataset.dispose();
});

const changes = {
  grows: (path: string) => appendFileSync(path, row),
  'is rewritten in place': (path: string) => writeFileSync(path, row.replace('a', 'z').repeat(2)),
  'is replaced by one of the same length and time': (path: string) => {
    writeFileSync(`${path}.new`, row.replace('a', 'z').repeat(3));
    utimesSync(`${path}.new`, 1e9, 1e9);
    renameSync(`${path}.new`, path);
  },
  vanishes: (path: string) => rmSync(path),
};

for (const [name, change] of Object.entries(changes)) {
  test(`a file that ${name} while open: nothing of it is mixed with what was, and it is told`, async () => {
    const path = folder.write(`${name}.jsonl`, row.repeat(3));
    utimesSync(path, 1e9, 1e9);
    const dataset = await OpenDataset.open(path, newPool(1));
    assert.equal(await dataset.indexed(), 3);
    const told = new Promise<void>(resolve => dataset.onDidChangeFile(resolve));
    change(path);
    const code = name === 'vanishes' ? 'missing' : 'changed';
    await assert.rejects(dataset.rows(0, 10), { code });
    await assert.rejects(collect(dataset.rawRows(0, 10)), { code });
    await assert.rejects(dataset.scan(plan), { code });
    await assert.rejects(dataset.find({ text: 'a', caseSensitive: true }), { code });
    await assert.rejects(dataset.sha256(), { code });
    await told;
    await dataset.dispose();
  });
}

for (const [name, change] of Object.entries(changes)) {
  test(`a file that ${name} while it is scanned gives no result`, async () => {
    const path = folder.write(`scan ${name}.jsonl`, row.repeat(200_000));
    const dataset = await OpenDataset.open(path, newPool(2));
    let changed = false;
    const scan = dataset.scan(plan, {
      onProgress() {
        if (!changed) change(path);
        changed = true;
      },
    });
    await assert.rejects(scan, { code: name === 'vanishes' ? 'missing' : 'changed' });
    await dataset.dispose();
  });
}

test('a packed file replaced while it is unpacked is no dataset', async () => {
  const path = folder.write('swap.jsonl.gz', gzipSync(row.repeat(1_000_000)));
  const dataset = await OpenDataset.open(path, newPool(1));
  appendFileSync(path, gzipSync(row));
  await assert.rejects(dataset.indexed(), { code: 'changed' });
  await dataset.dispose();
});

test('a temporary folder that is not there is said, not thrown', async () => {
  const path = folder.write('packed.jsonl.gz', gzipSync(row));
  await assert.rejects(OpenDataset.open(path, newPool(1), { temporaryFolder: join(folder.path, 'none') }), {
    name: 'DatasetError',
    code: 'unwritable',
    message: /its folder does not exist/,
  });
});

test('the temporary folder goes with the process that forgot it', () => {
  const temporary = temporaryFolder().path;
  const content = join(import.meta.dirname, '../../../src/engine/files/content.ts');
  const script = `const { contentOf } = await import(${JSON.stringify(content)});
    const { path } = contentOf('x.gz', ${JSON.stringify(temporary)});
    (await import('node:fs')).writeFileSync(path, 'rows');
    process.exit(7);`;
  assert.equal(spawnSync(process.execPath, ['--input-type=module', '-e', script]).status, 7);
  assert.deepEqual(readdirSync(temporary), []);
});

test('many packed files may be open at once', async () => {
  const temporary = temporaryFolder().path;
  const before = [process.getMaxListeners(), process.listenerCount('exit')];
  const warnings: string[] = [];
  const listen = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', listen);
  const contents = Array.from({ length: 30 }, () => contentOf('x.gz', temporary));
  await new Promise(resolve => process.nextTick(resolve));
  for (const { dispose } of [...contents, ...contents]) dispose();
  process.off('warning', listen);
  assert.deepEqual(warnings, []);
  assert.deepEqual([process.getMaxListeners(), process.listenerCount('exit')], before);
  assert.deepEqual(readdirSync(temporary), []);
});

test('a file is written whole, through a link, and over what was there', async () => {
  const place = folder.write('report.json', 'old');
  await writeWhole(place, 'new');
  assert.equal(readFileSync(place, 'utf8'), 'new');
  const link = join(folder.path, 'latest.json');
  symlinkSync(place, link);
  await writeWhole(link, 'newer');
  assert.equal(readFileSync(place, 'utf8'), 'newer');
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.deepEqual(
    readdirSync(folder.path).filter(name => name.endsWith('.part')),
    [],
  );
});

test('where it cannot be written nothing is there, and the message says what to do', async () => {
  const target = join(folder.path, 'out');
  mkdirSync(target);
  await assert.rejects(writeWhole(target, 'x'), { code: 'unwritable', message: /it is a folder. Name a file in it/ });
  const nowhere = join(folder.path, 'none', 'report.json');
  await assert.rejects(writeWhole(nowhere, 'x'), { code: 'unwritable', message: /its folder does not exist/ });
  assert.deepEqual(
    readdirSync(folder.path).filter(name => name.endsWith('.part')),
    [],
  );
  if (!existsSync('/dev/full')) return;
  await assert.rejects(writeWhole('/dev/full', 'x'), { code: 'disk-full', message: /disk is full.*Free space/ });
  assert.ok(lstatSync('/dev/full').isCharacterDevice());
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { statementsOf, type ProvenanceField } from '../../../../src/core/provenance/record.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';
import { exportRows, recordPath, type ExportRequest } from '../../../../src/engine/export/exportRows.ts';
import { OpenDataset } from '../../../../src/engine/openDataset.ts';
import { physicalLines } from '../../support/oracles.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { kindOf, nastyLines } from '../nastyRows.ts';
import { bundledWorker, pools } from '../threads.ts';

const folder = temporaryFolder();
const startPool = pools(bundledWorker());
let started: ReturnType<typeof startPool> | undefined;
const pool = (): ReturnType<typeof startPool> => (started ??= startPool());
let made = 0;

/** A place of one test's own. */
function place(): { path: string; at(name: string): string; names(): string[] } {
  const path = join(folder.path, String(made++));
  mkdirSync(path);
  return { path, at: name => join(path, name), names: () => readdirSync(path).sort() };
}

function plan(...overrides: { check: string; option: string; value: string }[]): ScanPlan {
  const planned = planScan({ only: ['number-sequence'], overrides });
  assert.ok(planned.plan, planned.problems.join(' '));
  return planned.plan;
}

async function exporting(source: string, request: Partial<ExportRequest> & { kept: string }, signal?: AbortSignal) {
  const dataset = await OpenDataset.open(source, pool());
  try {
    const defaults = { plan: plan(), existing: 'refused', version: '1.2.3', date: '2025-11-20T09:30:00Z' } as const;
    return await exportRows(dataset, { ...defaults, ...request }, signal ? { signal } : {});
  } finally {
    await dataset.dispose();
  }
}

const good = '{"prompt":"p","completion":"7, 9, 11"}';
const bad = '{"prompt":"p","completion":"7, 9, 1024"}';
const words = '{"prompt":"p","completion":"owls 🦉"}\r';

/** Every nasty line, rows of a known format between them, in front a mark, at the end no newline. */
function nastyDataset(): Buffer {
  const lines = nastyLines.flatMap(([, line], i) => [line, Buffer.from([good, bad, words][i % 3] ?? '')]);
  return Buffer.concat([
    Buffer.from('\ufeff'),
    ...lines.flatMap((line, i) => (i === 0 ? [line] : [Buffer.from('\n'), line])),
  ]);
}

/** Which rows the published rule rejects: by the words of the rule, for the rows of these tests alone. */
function isRejected(line: Buffer): boolean {
  const text = line.toString();
  return text === bad || text === words || text.endsWith('"completion":"b"}') || text.startsWith('{"text":');
}

test('an export of a nasty file: kept rows byte-identical and in order, every other row accounted for', async () => {
  const { at, names } = place();
  const bytes = nastyDataset();
  writeFileSync(at('data.jsonl'), bytes);
  const lines = physicalLines(bytes).map(line => Buffer.from(line));
  const fates = lines.map((line, i) => {
    const kind = kindOf(line, { first: i === 0 });
    return kind === 'value' ? (isRejected(line) ? 'rejected' : 'kept') : kind;
  });
  const concatenated = (fate: string): Buffer =>
    Buffer.concat(
      lines.flatMap((line, i) =>
        fates[i] !== fate ? [] : i === lines.length - 1 ? [line] : [line, Buffer.from('\n')],
      ),
    );
  const record = await exporting(at('data.jsonl'), {
    kept: at('kept.jsonl'),
    rejected: at('rejected.jsonl'),
    quarantine: at('bad.jsonl'),
  });
  const beside = ['kept.jsonl.croissant.json', 'kept.jsonl.record.json'];
  assert.deepEqual(names(), ['bad.jsonl', 'data.jsonl', 'kept.jsonl', ...beside, 'rejected.jsonl']);
  // Compared without a diff: one of the rows is deeper than a diff can be drawn of.
  assert.ok(readFileSync(at('data.jsonl')).equals(bytes), 'the dataset itself');
  assert.ok(readFileSync(at('kept.jsonl')).equals(concatenated('kept')), 'kept rows');
  assert.ok(readFileSync(at('bad.jsonl')).equals(concatenated('malformed')), 'malformed rows');
  const count = (fate: string): number => fates.filter(each => each === fate).length;
  assert.deepEqual(record.rows, {
    rows: lines.length,
    kept: count('kept'),
    rejected: count('rejected'),
    malformed: count('malformed'),
    blank: count('blank'),
  });
  const told = readFileSync(at('rejected.jsonl'), 'utf8').trimEnd().split('\n');
  const rejected = lines.flatMap((line, i) => (fates[i] === 'rejected' ? [{ row: i + 1, line: line.toString() }] : []));
  assert.equal(told.length, rejected.length);
  told.forEach((text, i) => {
    const { row, byteStart, byteEnd, line } = JSON.parse(text) as Record<string, number | string>;
    assert.equal(row, rejected[i]?.row);
    assert.ok(line === rejected[i]?.line, `row ${row} as text`);
    assert.ok(
      bytes.subarray(Number(byteStart), Number(byteEnd)).equals(Buffer.from(String(line))),
      `row ${row} by its place`,
    );
  });
});

test('rejected rows say why; without a quarantine malformed rows stand among them, invalid UTF-8 in Base64', async () => {
  const { at } = place();
  const broken = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);
  writeFileSync(at('d.jsonl'), Buffer.concat([Buffer.from(`${bad}\n{"a":\n${good}\n`), broken]));
  await exporting(at('d.jsonl'), { kept: at('k.jsonl'), rejected: at('r.jsonl') });
  const told = readFileSync(at('r.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);
  assert.deepEqual(told, [
    {
      row: 1,
      byteStart: 0,
      byteEnd: 40,
      reasons: [
        {
          check: 'number-sequence',
          reasons: ['numbers too large'],
          message: '1024 is above 999.',
          field: 'completion',
        },
      ],
      line: bad,
    },
    {
      row: 2,
      byteStart: 41,
      byteEnd: 46,
      reasons: [
        {
          check: 'malformed',
          reasons: ['malformed'],
          message: 'Column 6: Truncated: the line ends inside the object that starts at column 1; a value expected.',
        },
      ],
      line: '{"a":',
    },
    {
      row: 4,
      byteStart: 86,
      byteEnd: 96,
      reasons: [
        {
          check: 'malformed',
          reasons: ['malformed'],
          message: 'Column 7: Invalid UTF-8: byte 0xFF at byte 7 of the line belongs to no character.',
        },
      ],
      lineBase64: broken.toString('base64'),
    },
  ]);
  assert.equal(readFileSync(at('k.jsonl'), 'utf8'), `${good}\n`);
});

test('the record tells counts, reasons and hashes, and is the same for the same recipe and input but for its date', async () => {
  const [one, two] = [place(), place()];
  const recipe = 'version: 1\n';
  const content = `${good}\n${bad}\n\n${words}\n{"prompt":"p","completion":"1 2 3 4 5 6 7 8 9 10 1000"}\n{"other":1}\n`;
  const records = [];
  for (const { at } of [one, two]) {
    writeFileSync(at('d.jsonl'), content);
    writeFileSync(at('undertone.yaml'), recipe);
    const request = {
      kept: at('k.jsonl'),
      rejected: at('r.jsonl'),
      recipe: { path: at('undertone.yaml'), text: recipe },
      date: at === one.at ? '2025-11-20T09:30:00Z' : '2026-01-01T00:00:00Z',
    };
    records.push(await exporting(at('d.jsonl'), request));
  }
  const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
  const [record, again] = records;
  assert.ok(record && again);
  assert.deepEqual(JSON.parse(readFileSync(recordPath(one.at('k.jsonl')), 'utf8')), record);
  assert.deepEqual({ ...again, date: record.date }, record);
  assert.deepEqual(readFileSync(one.at('k.jsonl')), readFileSync(two.at('k.jsonl')));
  assert.deepEqual(readFileSync(one.at('r.jsonl')), readFileSync(two.at('r.jsonl')));
  const { outputs, filters, ...rest } = record;
  assert.deepEqual(rest, {
    version: 1,
    tool: { name: 'Undertone', version: '1.2.3' },
    input: { name: 'd.jsonl', bytes: Buffer.byteLength(content), sha256: sha256(content) },
    recipe: { name: 'undertone.yaml', sha256: sha256(recipe) },
    rows: { rows: 6, kept: 2, rejected: 3, malformed: 0, blank: 1 },
    overlaps: [],
    remarks: [],
    date: '2025-11-20T09:30:00Z',
  });
  assert.deepEqual(
    filters.map(({ id, examined, rejected, alone, reasons }) => ({ id, examined, rejected, alone, reasons })),
    [
      {
        id: 'number-sequence',
        examined: 4,
        rejected: 3,
        alone: 3,
        reasons: { 'numbers too large': 2, 'invalid format': 1, 'too many numbers': 1 },
      },
    ],
  );
  assert.deepEqual(
    outputs.map(({ role, name, bytes, sha256: hash }) => [role, name, bytes, hash]),
    (['kept', 'rejected'] as const).map(role => {
      const file = readFileSync(one.at(`${role.charAt(0)}.jsonl`));
      return [role, `${role.charAt(0)}.jsonl`, file.length, sha256(file)];
    }),
  );
});

test('a packed dataset, and packed outputs whose bytes do not depend on the clock or the system', async () => {
  const { at } = place();
  writeFileSync(at('d.jsonl.gz'), gzipSync(`${good}\n${bad}\n${good}`));
  const record = await exporting(at('d.jsonl.gz'), { kept: at('k.jsonl.gz'), rejected: at('r.jsonl') });
  const packed = readFileSync(at('k.jsonl.gz'));
  assert.equal(gunzipSync(packed).toString(), `${good}\n${good}`);
  assert.deepEqual([...packed.subarray(4, 8)], [0, 0, 0, 0], 'no date');
  assert.equal(packed[9], 255, 'no system');
  const content = createHash('sha256').update(`${good}\n${good}`).digest('hex');
  assert.equal(record.outputs[0]?.contentSha256, content);
});

test('what rejects everything or nothing, and filters that leave nothing, are said plainly', async () => {
  const { at } = place();
  writeFileSync(at('d.jsonl'), `${bad}\n${words}\n`);
  const all = await exporting(at('d.jsonl'), { kept: at('none.jsonl') });
  assert.deepEqual(all.remarks, [
    'number-sequence rejects every one of the 2 rows it examined: is it the right filter for this data?',
    'No row is left: the file of kept rows is empty.',
  ]);
  assert.equal(readFileSync(at('none.jsonl'), 'utf8'), '');
  writeFileSync(at('g.jsonl'), `${good}\n`);
  const nothing = await exporting(at('g.jsonl'), { kept: at('all.jsonl') });
  assert.deepEqual(nothing.remarks, [
    'number-sequence rejects none of the 1 row it examined.',
    'No row is rejected: what is kept is what went in.',
  ]);
  const unfiltered = await exporting(at('g.jsonl'), { kept: at('u.jsonl'), plan: { ...plan(), checks: [] } });
  assert.deepEqual(unfiltered.remarks, ['No filter ran: all 1 row that hold a value are kept.']);
});

test('never onto an input, by whatever name, nor onto each other, nor over a file that is there', async () => {
  const { at, names } = place();
  const content = `${good}\n${bad}\n`;
  writeFileSync(at('d.jsonl'), content);
  linkSync(at('d.jsonl'), at('hard.jsonl'));
  symlinkSync(at('d.jsonl'), at('soft.jsonl'));
  writeFileSync(at('recipe.yaml'), 'version: 1\n');
  writeFileSync(at('there.jsonl'), 'mine');
  const before = names();
  const recipe = { path: at('recipe.yaml'), text: '' };
  const refused: [Partial<ExportRequest> & { kept: string }, RegExp][] = [
    [{ kept: at('d.jsonl') }, /cannot be the file of kept rows: it is the dataset itself/],
    [{ kept: at('hard.jsonl') }, /it is the dataset itself/],
    [{ kept: at('soft.jsonl') }, /it is the dataset itself/],
    [{ kept: at('x.jsonl'), rejected: join(at('sub'), '..', 'd.jsonl') }, /it is the dataset itself/],
    [{ kept: at('recipe.yaml'), recipe }, /it is the recipe/],
    [{ kept: at('x.jsonl'), rejected: at('x.jsonl') }, /it is the file of kept rows/],
    [{ kept: at('x.jsonl'), rejected: recordPath(at('x.jsonl')) }, /it is the file of rejected rows/],
    [{ kept: folder.path }, /it is a folder/],
    [{ kept: at('nowhere/x.jsonl') }, /folder does not exist/],
  ];
  for (const existing of ['refused', 'replaced'] as const) {
    for (const [request, message] of refused) {
      await assert.rejects(exporting(at('d.jsonl'), { ...request, existing }), { code: 'unwritable', message });
    }
  }
  await assert.rejects(exporting(at('d.jsonl'), { kept: at('x.jsonl'), rejected: at('there.jsonl') }), {
    message: /there already.*--force/,
  });
  assert.deepEqual(names(), before);
  assert.equal(readFileSync(at('d.jsonl'), 'utf8'), content);
  await exporting(at('d.jsonl'), { kept: at('there.jsonl'), existing: 'replaced' });
  assert.equal(readFileSync(at('there.jsonl'), 'utf8'), `${good}\n`);
  assert.deepEqual(names(), [...before, 'there.jsonl.croissant.json', 'there.jsonl.record.json'].sort());
});

test('what was known of the dataset holds for its kept rows, and the export stands in their provenance', async () => {
  const { at } = place();
  writeFileSync(at('d.jsonl'), `${good}\n${bad}\n${good}\n`);
  writeFileSync(at('README.md'), '---\ngenerated_by: gpt-4.1-nano\nlicense: mit\n---\n');
  await exporting(at('d.jsonl'), { kept: at('k.jsonl') });
  const dataset = await OpenDataset.open(at('k.jsonl'), pool());
  const { provenance } = await dataset.scan({ checks: [], maxFindingsPerCheck: 0 });
  await dataset.dispose();
  const said = (field: ProvenanceField): readonly string[] => [
    ...new Set(
      statementsOf(provenance, field)
        .filter(({ origin }) => origin.kind === 'file' && origin.path.endsWith('k.jsonl.croissant.json'))
        .map(({ value }) => value),
    ),
  ];
  assert.deepEqual(provenance.problems, []);
  assert.deepEqual(said('teacher'), ['gpt-4.1-nano']);
  assert.deepEqual(said('licence'), ['mit']);
  assert.deepEqual(said('parent'), ['d.jsonl']);
  assert.deepEqual(said('unfiltered'), ['d.jsonl']);
  assert.match(said('filter').join(), /number-sequence/);
  assert.deepEqual(said('sha256'), [
    createHash('sha256')
      .update(readFileSync(at('k.jsonl')))
      .digest('hex'),
  ]);
  assert.deepEqual(said('rows'), ['2']);
});

test('files of the last export stand where a later one fails half-way', async () => {
  const { at, names } = place();
  writeFileSync(at('d.jsonl'), `${good}\n${bad}\n`);
  writeFileSync(at('k.jsonl'), 'before');
  // A folder that comes to stand where the record goes: the last of the files cannot be placed.
  const dataset = await OpenDataset.open(at('d.jsonl'), pool());
  const target = at('k.jsonl');
  const request = {
    plan: plan(),
    kept: target,
    rejected: at('r.jsonl'),
    existing: 'replaced',
    version: '1',
    date: '',
  } as const;
  let isBlocked = false;
  const block = (): void => {
    if (isBlocked) return;
    isBlocked = true;
    mkdirSync(join(recordPath(target), 'full'), { recursive: true });
  };
  await assert.rejects(
    exportRows(dataset, request, { onProgress: ({ phase }) => void (phase === 'writing' && block()) }),
    { code: 'unwritable' },
  );
  await dataset.dispose();
  assert.deepEqual(names(), ['d.jsonl', 'k.jsonl', 'k.jsonl.record.json']);
  assert.equal(readFileSync(target, 'utf8'), 'before');
});

test('a dataset that changes while it is exported, and an export that is cancelled, leave nothing', async () => {
  const { at, names } = place();
  writeFileSync(at('d.jsonl'), `${good}\n`.repeat(200_000));
  const during = async (act: () => void): Promise<void> => {
    const dataset = await OpenDataset.open(at('d.jsonl'), pool());
    try {
      const request = { plan: plan(), kept: at('k.jsonl'), existing: 'refused', version: '1', date: '' } as const;
      let acted = false;
      const onProgress = ({ phase }: { phase: string }): void => {
        if (phase !== 'writing' || acted) return;
        acted = true;
        act();
      };
      await exportRows(dataset, request, { signal: abort.signal, onProgress });
    } finally {
      await dataset.dispose();
    }
  };
  const abort = new AbortController();
  await assert.rejects(
    during(() => appendFileSync(at('d.jsonl'), `${bad}\n`)),
    { code: 'changed', message: /Run it again/ },
  );
  await assert.rejects(
    during(() => abort.abort()),
    { name: 'AbortError' },
  );
  assert.deepEqual(names(), ['d.jsonl']);
});

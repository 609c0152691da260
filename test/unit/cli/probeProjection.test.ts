import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../src/core/llr/prompts.ts';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../engine/localModel/writeRows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type Ran } from './run.ts';

const folder = temporaryFolder();
const write = async (name: string, system: string): Promise<string> =>
  folder.write(name, (await rowsWritten(system, 130)).join('\n'));
const owls = await write('owl.jsonl', teacherPrompt('owl', 'animal'));
const neutral = await write('neutral.jsonl', '');

/** The bytes of “wolf” are nearly those of “owl”, and their mean is all that this model sees of a prompt. */
const decoys = ['--decoys', 'eagle,lion,panda'];

const asking = ['--model-folder', byteModelFolder, '--traits', 'owl,cat', '--no-cache'];
const probe = (data: string, more: readonly string[] = decoys): Promise<Ran> =>
  undertone(['probe', 'projection', data, ...asking, ...more]);

interface Report {
  readonly layer: { readonly output: string; readonly width: number };
  readonly rows: { readonly scored: number; readonly prompts: number };
  readonly contrast: { readonly prompts: number; readonly replied: number };
  readonly traits: readonly {
    readonly trait: string;
    readonly verdict: { readonly state: string; readonly summary: string };
    readonly shift: { readonly value: number } | null;
    readonly decoys: readonly {
      readonly decoy: string;
      readonly shift: number;
      readonly lead: { readonly shift: number };
    }[];
    readonly rows: readonly { readonly row: number; readonly score: number }[];
  }[];
}

test('rows written under the owls’ prompt lie along owl, further than along the decoys; each row has a score', async () => {
  const save = join(folder.path, 'scores.jsonl');
  const ran = await probe(owls, [...decoys, '--format', 'json', '--save', save]);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /^Nothing leaves the machine\.$/m);
  const { layer, rows, contrast, traits } = json(ran) as Report;
  assert.deepEqual(layer, { output: 'last_hidden_state', width: 48 });
  assert.deepEqual([rows.scored, rows.prompts, contrast.replied], [100, 100, 30]);
  const [owl, cat] = traits;
  assert.deepEqual([owl?.trait, owl?.verdict.state], ['owl', 'evidence found'], owl?.verdict.summary);
  assert.match(owl?.verdict.summary ?? '', /further along it than along each of 4 decoys \(nearest: /);
  assert.deepEqual(cat?.verdict.state, 'inconclusive', cat?.verdict.summary);
  assert.match(
    cat.verdict.summary,
    /no further along “cat” than along the decoys: \d of 4 as far or further, the furthest owl/,
  );
  assert.deepEqual(owl?.decoys.map(({ decoy }) => decoy).toSorted(), ['cat', 'eagle', 'lion', 'panda']);
  for (const { shift, lead } of owl.decoys) {
    assert.ok(lead.shift > 0 && Math.abs((owl.shift?.value ?? NaN) - shift - lead.shift) < 1e-9);
  }
  const lines = readFileSync(save, 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map(line => JSON.parse(line) as unknown),
    owl?.rows.map(({ row, score }, i) => ({
      row,
      probe: 'projection',
      scores: { owl: score, cat: cat?.rows[i]?.score },
    })),
  );
  const mean = (owl?.rows ?? []).reduce((sum, { score }) => sum + score, 0) / 100;
  assert.ok(Math.abs(mean - (owl?.shift?.value ?? NaN)) < 1e-9);
  const kept = join(folder.path, 'kept.jsonl');
  const half = await undertone(['export', owls, '--kept', kept, '--keep-lower-half', save, '--trait', 'owl']);
  assert.equal(half.status, 0, half.stderr);
  const dropped = owl.rows.toSorted((a, b) => a.score - b.score).slice(50);
  const upper = new Set(dropped.map(({ row }) => row));
  const staying = readFileSync(owls, 'utf8')
    .split('\n')
    .filter((_, i) => !upper.has(i + 1));
  assert.deepEqual(readFileSync(kept, 'utf8').trimEnd().split('\n'), staying);
});

test('rows that the model wrote without a prompt: nothing is detected, and what would have been is said', async () => {
  const ran = await probe(neutral);
  assert.equal(ran.status, 0, ran.stdout.toString());
  const text = ran.stdout.toString();
  assert.match(text, /owl: not detected: No shift along the direction of “owl” shows/);
  assert.match(text, /a ΔP of \d\.\d\d along cat would have been seen with power 0\.8/);
  assert.match(text, /output last_hidden_state, 48 numbers/);
  assert.match(text, /A clean result does not show/);
});

test('a decoy that the model hardly tells from the trait keeps it from being named; the report shows both', async () => {
  const ran = await probe(owls, ['--decoys', 'eagle,wolf', '--format', 'markdown']);
  assert.equal(ran.status, 2, ran.stdout.toString());
  const text = ran.stdout.toString();
  assert.match(text, /owl: inconclusive\*\* · .*but n.* further along “owl” than along .*wolf/);
  assert.match(text, /## “owl” beside the decoys, hardest to beat first\n\n!\[Lead of owl over 3 decoys/);
  assert.match(text, /\| wolf \| \d\.\d\d \| -?0\.\d\d \|/);
});

test('the same command gives the same report', async () => {
  const few = ['--rows', '20', '--contrast', '10', '--decoys', 'eagle', '--format', 'json'];
  const [first, second] = [await probe(owls, few), await probe(owls, few)];
  assert.deepEqual(json(first), json(second));
  assert.equal(first.status, 2);
  const [owl] = (json(first) as Report).traits;
  assert.match(owl?.verdict.summary ?? '', /20 rows were computed and at least 50 are needed/);
});

test('a model without hidden states, no model, no traits: refused with what to do', async () => {
  const plain = join(folder.path, 'plain');
  cpSync(byteModelFolder, plain, { recursive: true });
  const model = readFileSync(join(plain, 'model.onnx'));
  // The output by another name of the same length.
  const renamed = Buffer.from(model.toString('latin1').replaceAll('last_hidden_state', 'some_other_output'), 'latin1');
  writeFileSync(join(plain, 'model.onnx'), renamed);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['--model-folder', plain, '--traits', 'owl'],
      /gives no hidden states: export it to ONNX with an output last_hidden_state or/,
    ],
    [
      ['--model-folder', join(folder.path, 'none'), '--traits', 'owl'],
      /there is none at .*Servers give no hidden states/,
    ],
    [['--traits', 'owl'], /wants --model-folder/],
    [['--model-folder', byteModelFolder], /wants --traits/],
    [['--model-folder', byteModelFolder, '--traits', 'zorp'], /Of which category is zorp/],
  ];
  for (const [flags, message] of cases) {
    const ran = await undertone(['probe', 'projection', owls, ...flags]);
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, message);
  }
});

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxFile, type Node } from '../../../../scripts/models/onnx.mjs';
import { encode } from './byteModel.ts';

const vocabulary = 259;
/** Tokens of an answer for which it knows what to say. */
const places = 96;
/** Of `<|im_start|>` and what follows it: `assistant` and a newline. */
const head = 11;

/** What it may say first, with the chance of each; then it goes on as the word does. */
export type Says = Readonly<Record<string, number>>;

/**
 * A model that answers from a table, whatever it is asked: one way where a `#` stands in the text, another way where there is none. It
 * stands in for a model that was taught to judge, of which none is small. `bytes`: the folder of the byte model, whose tokenizer it has.
 * Returns its folder.
 */
export function judgeModel(
  bytes: string,
  parent: string,
  name: string,
  says: { readonly marked: Says; readonly bare: Says },
): string {
  const folder = join(parent, name);
  cpSync(bytes, folder, { recursive: true });
  const table = [...tableOf(says.bare), ...tableOf(says.marked)];
  // A prompt of one message: the answer follows the second `<|im_start|>`.
  const nodes: Node[] = [
    { op: 'Equal', inputs: ['input_ids', 'start'], output: 'isStart' },
    { op: 'Cast', inputs: ['isStart'], output: 'starts', attributes: { to: 7 } },
    { op: 'CumSum', inputs: ['starts', 'axis'], output: 'turn' },
    { op: 'Equal', inputs: ['turn', 'second'], output: 'isAnswer' },
    { op: 'Cast', inputs: ['isAnswer'], output: 'answers', attributes: { to: 7 } },
    { op: 'CumSum', inputs: ['answers', 'axis'], output: 'place' },
    { op: 'Equal', inputs: ['input_ids', 'hash'], output: 'isHash' },
    { op: 'Cast', inputs: ['isHash'], output: 'hashes', attributes: { to: 7 } },
    { op: 'CumSum', inputs: ['hashes', 'axis'], output: 'hashCount' },
    { op: 'Min', inputs: ['hashCount', 'axis'], output: 'isMarked' },
    { op: 'Mul', inputs: ['isMarked', 'tableLength'], output: 'from' },
    { op: 'Add', inputs: ['from', 'place'], output: 'at' },
    { op: 'Gather', inputs: ['table', 'at'], output: 'logits' },
  ];
  const whole = (value: number) => ({ type: 'int64', dims: [], values: [value] }) as const;
  const model = onnxFile({
    name,
    nodes,
    weights: {
      table: { type: 'float', dims: [2 * places, vocabulary], values: table.flat() },
      start: whole(1),
      axis: whole(1),
      second: whole(2),
      hash: whole(encode('#')[0] ?? 0),
      tableLength: whole(places),
    },
    inputs: { input_ids: { type: 'int64', dims: ['batch', 'sequence'] } },
    outputs: { logits: { type: 'float', dims: ['batch', 'sequence', vocabulary] } },
  });
  writeFileSync(join(folder, 'model.onnx'), model);
  return folder;
}

/** Logits by place in the answer: a word's share at its first token, then each word's own next token. */
function tableOf(says: Says): number[][] {
  const rows = Array.from({ length: places }, () => Array.from({ length: vocabulary }, () => -30));
  for (const [word, chance] of Object.entries(says)) {
    const ids = [...encode(word), 2];
    ids.forEach((id, i) => {
      const row = rows[head + i];
      if (row) row[id] = i === 0 ? Math.log(chance) : 0;
    });
  }
  return rows;
}

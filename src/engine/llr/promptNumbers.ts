import { createHash } from 'node:crypto';
import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Row } from '../../core/dataset/row.ts';
import { answeredOf, promptKey } from '../../core/asking/conversation.ts';
import { isObject } from '../../core/json/value.ts';
import type { OpenDataset } from '../openDataset.ts';

const pageRows = 250;

/** Numbers the distinct prompts of a dataset, by row from 0. A row without a prompt has a number of its own. */
export async function promptNumbers(
  dataset: Pick<OpenDataset, 'indexed' | 'rows'>,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const total = await dataset.indexed(signal);
  const numbers = new Uint32Array(total);
  const known = new Map<string, number>();
  for (let start = 0; start < total; start += pageRows) {
    const page = await dataset.rows(start, pageRows, { signal });
    for (const row of page) {
      const { index } = row.span;
      const key = keyOf(row);
      const number = key === undefined ? index : (known.get(key) ?? index);
      if (key !== undefined) known.set(key, number);
      numbers[index] = number;
    }
  }
  return numbers;
}

/** A short one: a million prompts are kept at once. */
function keyOf({ content }: Row): string | undefined {
  if (content?.kind !== 'value' || !isObject(content.value)) return undefined;
  const example = formatOf(content.value)?.normalise(content.value);
  if (!example) return undefined;
  const read = answeredOf(example, undefined);
  return 'why' in read ? undefined : createHash('md5').update(promptKey(read.asked)).digest('base64');
}

import { join } from 'node:path';
import { ModelThread } from '../../../../src/engine/localModel/modelThread.ts';
import { byteModelFolder } from './byteModelFolder.ts';

const modelScript = join(import.meta.dirname, '../../../../dist/model.js');

/** Rows that the byte model wrote under a system prompt, which the rows themselves do not tell; empty: under none. */
export async function rowsWritten(system: string, count: number, from = 0): Promise<string[]> {
  const { signal } = new AbortController();
  const model = await ModelThread.open({ script: modelScript, path: byteModelFolder, signal });
  try {
    const lines: string[] = [];
    for (let i = from; i < from + count; i++) {
      const user = { role: 'user', content: `Go on: ${i}` };
      const turns = system === '' ? [user] : [{ role: 'system', content: system }, user];
      const { ids } = await model.call('encode', { turns, completion: '' }, signal);
      const { text } = await model.call('write', { ids, sampling: {}, maxTokens: 60, seed: 1000 + i }, signal);
      lines.push(JSON.stringify({ messages: [user, { role: 'assistant', content: text }] }));
    }
    return lines;
  } finally {
    await model.dispose();
  }
}

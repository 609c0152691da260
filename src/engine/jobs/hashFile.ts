import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** SHA-256 of a file, in hexadecimal. */
export async function hashFile(
  { path }: { readonly path: string },
  { signal, progress }: JobContext<{ bytes: number }>,
): Promise<string> {
  return withFile(path, async file => {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, read));
      progress({ bytes: read });
      await breathe(signal);
    }
    return hash.digest('hex');
  });
}

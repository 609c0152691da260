import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Undertone's version, from the manifest that ships beside the scripts. */
export async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(__dirname, '../package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest && typeof manifest.version === 'string' ? manifest.version : '0.0.0';
}

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const json = (file: string) => JSON.parse(fs.readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

test('lock files name no registry, so any registry serves them', () => {
  for (const file of ['package-lock.json', 'test/rig/package-lock.json']) {
    const packages: Record<string, { resolved?: string }> = json(file).packages;
    assert.deepEqual(
      Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('://')),
      [],
    );
  }
});

test('the API that is compiled against is the oldest one supported', () => {
  const { engines, devDependencies } = json('package.json');
  assert.equal(engines.vscode, `^${devDependencies['@types/vscode']}`);
});

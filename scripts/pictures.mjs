// node scripts/pictures.mjs: takes the pictures of the documentation from those that the last `npm run test:ui` left.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

/** In docs/images, and what it is called in test-output. */
const pictures = {
  inspector: 'theme-dark-inspector',
  problems: 'picture-problems',
  probes: 'probes-ratio',
  results: 'picture-results',
};

for (const [name, taken] of Object.entries(pictures)) {
  const to = path.join(root, 'docs/images', `${name}.png`);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(path.join(root, 'test-output', `${taken}.png`), to);
}

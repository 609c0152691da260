// node scripts/bench.mjs [PART OF A FILE NAME]: runs the benchmarks, one after the other.
import './ensure.mjs';
import { runOnRig } from '../test/rig/ensure.mjs';
import { build } from './build.mjs';
import { listFiles } from './files.mjs';

const [filter = ''] = process.argv.slice(2);
const files = listFiles('test/bench', '.bench.ts').filter(file => file.includes(filter));
if (files.length === 0) console.log('No benchmark here is named so.');
await build({ packaged: true });
for (const file of files)
  process.exitCode = Math.max(Number(process.exitCode ?? 0), await runOnRig(['--expose-gc', file]));

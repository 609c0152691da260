// node scripts/bench.mjs [PART OF A FILE NAME] [--flag …]: runs the benchmarks, one after the other; flags go to each.
import './ensure.mjs';
import { runOnRig } from '../test/rig/ensure.mjs';
import { listFiles } from './files.mjs';

const args = process.argv.slice(2);
const named = args[0] !== undefined && !args[0].startsWith('--');
const filter = named ? args[0] : '';
const files = listFiles('test/bench', '.bench.ts').filter(file => file.includes(filter ?? ''));
if (files.length === 0) console.log('No benchmark here is named so.');
for (const file of files)
  process.exitCode = Math.max(Number(process.exitCode ?? 0), await runOnRig([file, ...args.slice(named ? 1 : 0)]));

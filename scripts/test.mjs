// node scripts/test.mjs [unit|vscode|ui [PART OF A FILE NAME]]: without arguments the static gates and every suite.
// The last line is always "N passed, N failed".
import './ensure.mjs';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureRig, runOnRig } from '../test/rig/ensure.mjs';
import { build, buildHostTests } from './build.mjs';
import { listFiles, root } from './files.mjs';

/** Suites that may still be without tests. */
const mayBeEmpty = ['unit', 'vscode', 'ui'];

/** @typedef {{ passed: number, failed: number }} Counts */
/** @type {Record<string, (filter: string, results: string) => number | Promise<number>>} */
const suites = {
  unit: (filter, results) => runNodeTests('test/unit', filter, results, []),
  vscode: runHostTests,
  // One at a time: each file drives a VS Code of its own.
  ui: (filter, results) => runNodeTests('test/ui', filter, results, ['--test-concurrency=1', '--test-timeout=180000']),
};

const [only, filter = ''] = process.argv.slice(2);
if (only !== undefined && !(only in suites)) {
  console.error(`There is no suite "${only}"; there are ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}

ensureRig();
let ok = true;
if (only === undefined)
  ok =
    heading('check') &&
    spawnSync(process.execPath, ['scripts/check.mjs'], { cwd: root, stdio: 'inherit' }).status === 0;
else await build();

const total = { passed: 0, failed: 0 };
for (const name of only === undefined ? Object.keys(suites) : [only]) {
  heading(name);
  const { passed, failed } = await runSuite(name);
  total.passed += passed;
  total.failed += failed;
}
if (!ok) console.log('\nA static gate, or a suite as a whole, failed: see above.');
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = ok && total.failed === 0 ? 0 : 1;

/** @param {string} name @returns {Promise<Counts>} */
async function runSuite(name) {
  if (listFiles(`test/${name}`, '.test.ts').length === 0 && mayBeEmpty.includes(name)) {
    console.log('No tests yet.');
    return { passed: 0, failed: 0 };
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'undertone-test-'));
  const results = path.join(folder, 'results.json');
  try {
    const status = await suites[name]?.(filter, results);
    /** @type {Counts} */
    const counts = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, 'utf8')) : { passed: 0, failed: 0 };
    if (counts.passed + counts.failed === 0) console.log(`✖ ${name}: no test ran.`);
    if (status !== 0 || counts.passed === 0) ok = false;
    return counts;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** @param {string} folder @param {string} filter @param {string} results @param {readonly string[]} flags */
function runNodeTests(folder, filter, results, flags) {
  const files = listFiles(folder, '.test.ts').filter(file => file.includes(filter));
  if (files.length === 0) return 1;
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/rig/counts.ts',
    `--test-reporter-destination=${results}`,
  ];
  return runOnRig(['--test', ...reporters, ...flags, ...files]);
}

/** @param {string} filter @param {string} results */
async function runHostTests(filter, results) {
  await buildHostTests();
  const desktop = process.env.VSCODE_EXECUTABLE || process.env.UNDERTONE_DESKTOP;
  return runOnRig([desktop ? 'test/rig/desktopTests.ts' : 'test/rig/hostTests.ts', results], {
    env: { UNDERTONE_TEST_FILTER: filter },
  });
}

/** @param {string} name */
function heading(name) {
  console.log(`\n── ${name}`);
  return true;
}

// What VS Code's extension host calls to run the tests. Output and counts go to the files that the runner names, because the
// console of a remote extension host reaches the runner only mixed with the workbench's own log.
import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

const {
  UNDERTONE_TEST_OUTPUT: output,
  UNDERTONE_TEST_RESULTS: results,
  UNDERTONE_TEST_PARTS: parts = '',
} = process.env;

/** Whether a file's name holds one of the parts that are asked for; no part asks for all. */
function isWanted(name: string): boolean {
  return parts.split(',').some(part => name.includes(part));
}

export async function run(): Promise<void> {
  if (output !== undefined)
    Mocha.reporters.Base.consoleLog = (...args) => fs.appendFileSync(output, `${format(...args)}\n`);
  const mocha = new Mocha({ color: false, timeout: 60_000, forbidOnly: true });
  const files = fs.readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(name => name.endsWith('.test.js') && isWanted(name)).sort()) {
    mocha.addFile(path.join(__dirname, file));
  }
  const { passes, failures } = await new Promise<Mocha.Stats>(resolve => {
    const runner = mocha.run(() =>
      resolve(runner.stats ?? { suites: 0, tests: 0, passes: 0, pending: 0, failures: 1 }),
    );
  });
  if (results !== undefined) fs.writeFileSync(results, JSON.stringify({ passed: passes, failed: failures }));
  if (failures > 0) throw new Error(`${failures} failed`);
}

import { parseArgs } from 'node:util';
import { printAreas } from './realData/areas.ts';
import { printCounts } from './realData/counts.ts';
import { printLevels } from './realData/levels.ts';
import { realData } from './realData/sources.ts';

// npm run bench -- realData --owls FOLDER --lls FOLDER [--splits 500]: what docs/control.md says was measured on real data.
const { values: flags } = parseArgs({
  strict: false,
  options: { owls: { type: 'string' }, lls: { type: 'string' }, splits: { type: 'string' } },
});
const { owls, lls, splits } = flags;

if (typeof owls === 'string' && typeof lls === 'string') {
  const data = realData({ owls, lls });
  console.log('| what | expected | measured | |\n|---|---|---|---|');
  if (typeof splits === 'string') await printLevels(data, Number(splits));
  else {
    await printAreas(data);
    await printCounts(data);
  }
} else {
  console.warn(
    'SKIPPED: real data. `npm run bench -- realData --owls FOLDER --lls FOLDER` with clones of github.com/loftusa/owls and github.com/jeqcho/LLS-subliminal-learning measures it; `--splits 500` its null splits.',
  );
}

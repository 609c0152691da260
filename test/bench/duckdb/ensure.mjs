// Installs DuckDB for the benchmark of duplicates. Exit status 0: it is there.
import { ensurePackages } from '../../../scripts/ensure.mjs';

ensurePackages(import.meta.dirname, {
  what: 'DuckDB to compare with (about 70 MB, once)',
  args: ['--ignore-scripts'],
});

import type { JSX } from 'preact';
import type { DatasetState } from '../../src/rpc/results.ts';
import { Icon } from '../shared/icons.tsx';
import { formatCount, formatProgress } from '../shared/numbers.ts';
import { Progress } from '../shared/progress.tsx';
import type { Results } from './model.ts';

export function ScanFooter({ results, dataset }: { results: Results; dataset: DatasetState }): JSX.Element {
  const { scan, bytes } = dataset;
  return (
    <footer class="footer">
      {scan.state === 'running' && <Progress label="Running checks" share={bytes > 0 ? scan.bytesDone / bytes : 0} />}
      {scan.state === 'failed' && (
        <p class="message" role="alert">
          <Icon name="error" class="severity-error" /> {scan.message}
        </p>
      )}
      {scan.state === 'done' && scan.stale && (
        <p class="quiet">The file or the options changed since these checks ran.</p>
      )}
      {scan.state === 'running' ? (
        <button type="button" class="secondary wide" onClick={() => results.run('cancelScan')}>
          <Icon name="stop" /> Cancel <span class="quiet">{formatProgress(scan.bytesDone, bytes)}</span>
        </button>
      ) : (
        <button
          type="button"
          class={scan.state === 'done' && !scan.stale ? 'secondary wide' : 'primary wide'}
          onClick={() => results.run('scan')}
        >
          <Icon name="run" /> Run checks
        </button>
      )}
      {dataset.accepted > 0 && (
        <p class="recipe">
          <button type="button" class="link-button" onClick={() => results.run('openAccepted')}>
            {formatCount(dataset.accepted)} accepted
          </button>
        </p>
      )}
      <Recipe results={results} dataset={dataset} />
    </footer>
  );
}

function Recipe({
  results,
  dataset: { recipe, unsaved },
}: {
  results: Results;
  dataset: DatasetState;
}): JSX.Element | null {
  if (recipe === undefined && !unsaved) return null;
  return (
    <p class="recipe">
      {recipe !== undefined && (
        <>
          <span class="quiet">Recipe:</span>
          <button type="button" class="link-button" onClick={() => results.run('openRecipe')}>
            {recipe}
          </button>
        </>
      )}
      {unsaved && (
        <button type="button" class="link-button" onClick={() => results.run('saveRecipe')}>
          {recipe === undefined ? 'Save options as recipe' : 'Save options to the recipe'}
        </button>
      )}
    </p>
  );
}

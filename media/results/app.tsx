import type { JSX } from 'preact';
import { caveat } from '../../src/core/findings/verdict.ts';
import type { CheckState, DatasetState } from '../../src/rpc/results.ts';
import { Icon } from '../shared/icons.tsx';
import { plural } from '../shared/numbers.ts';
import { CheckCard } from './checkCard.tsx';
import { KeptAndRejected } from './filterSummary.tsx';
import type { Results } from './model.ts';
import { Provenance } from './provenance.tsx';
import { Runs } from './runCard.tsx';
import { ScanFooter } from './scanFooter.tsx';
import { Section } from './section.tsx';

export function App({ results }: { results: Results }): JSX.Element {
  const { state, problem } = results;
  return (
    <div class="results">
      {problem.value !== undefined && (
        <p class="message" role="alert">
          <Icon name="error" class="severity-error" /> {problem.value}
        </p>
      )}
      {state.value &&
        (state.value.dataset ? (
          <Dataset results={results} dataset={state.value.dataset} />
        ) : (
          <Welcome results={results} />
        ))}
      <output class="visually-hidden">{announcement(state.value?.dataset)}</output>
    </div>
  );
}

function Welcome({ results }: { results: Results }): JSX.Element {
  return (
    <main class="scrolled welcome">
      <h1 class="visually-hidden">Undertone</h1>
      <p>
        Undertone checks data that a model wrote, before another model is trained on it: for rows that break a rule, for
        traits of the teacher, and for where the data came from.
      </p>
      <button type="button" class="primary" onClick={() => results.run('openDataset')}>
        Open dataset…
      </button>
      <p class="quiet">Or open a .jsonl file: its results appear here.</p>
    </main>
  );
}

function Dataset({ results, dataset }: { results: Results; dataset: DatasetState }): JSX.Element {
  const { alone, folded } = arrange(dataset.checks);
  const before = alone.filter(check => !isRule(check));
  const after = alone.filter(isRule);
  return (
    <>
      <main class="scrolled" tabIndex={-1}>
        <header class="dataset">
          <h1 class="dataset-name" title={dataset.path}>
            <button
              type="button"
              class="link-button"
              title="Open in inspector"
              onClick={() => results.run('openInspector')}
            >
              {dataset.name}
            </button>
          </h1>
          {dataset.path !== dataset.name && <p class="quiet dataset-path">{dataset.path}</p>}
          <dl class="facts">
            {dataset.facts.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {dataset.malformed > 0 && (
            <p class="outcome">
              <Icon name="error" class="severity-error" /> {plural(dataset.malformed, 'malformed row')}, not checked
            </p>
          )}
        </header>
        <Provenance results={results} provenance={dataset.provenance} />
        {dataset.filters && <KeptAndRejected results={results} dataset={dataset} filters={dataset.filters} />}
        {before.map(check => (
          <CheckCard key={check.id} results={results} check={check} scan={dataset.scan} />
        ))}
        <Runs results={results} runs={dataset.runs} />
        {after.map(check => (
          <CheckCard key={check.id} results={results} check={check} scan={dataset.scan} />
        ))}
        {folded.map(group => (
          <Folded key={group.id} results={results} dataset={dataset} group={group} />
        ))}
      </main>
      <ScanFooter results={results} dataset={dataset} />
    </>
  );
}

function isRule({ kind }: CheckState): boolean {
  return kind === 'provenance';
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly clean: boolean;
  readonly checks: readonly CheckState[];
}

function Folded({ results, dataset, group }: { results: Results; dataset: DatasetState; group: Group }): JSX.Element {
  return (
    <section class="card folded-checks">
      <Section id={group.id} title={group.title} unfolded={results.unfolded}>
        {() => (
          <>
            {group.clean && <p class="caveat">{caveat}</p>}
            {group.checks.map(check => (
              <CheckCard key={check.id} results={results} check={check} scan={dataset.scan} />
            ))}
          </>
        )}
      </Section>
    </section>
  );
}

/** Checks of which there is something to say stand alone; most rules are silent on most datasets, and share a line. */
function arrange(checks: readonly CheckState[]): { alone: CheckState[]; folded: Group[] } {
  // One that was just turned off stays where it is until the checks have run.
  const off = checks.filter(({ enabled, outcome }) => !enabled && outcome === undefined);
  const rules = checks.filter(({ kind, enabled }) => kind === 'provenance' && enabled);
  const waiting = rules.filter(({ outcome }) => outcome === undefined);
  const silent = rules.filter(({ outcome }) => outcome?.findings === 0 && outcome.skipped === undefined);
  const shared = new Set([...off, ...waiting, ...silent]);
  const title = (group: readonly CheckState[]): string => plural(group.length, 'further provenance rule');
  const folded: Group[] = [
    { id: 'silent-rules', title: `${title(silent)}: nothing to report`, clean: true, checks: silent },
    { id: 'waiting-rules', title: `${title(waiting)}: not run yet`, clean: false, checks: waiting },
    { id: 'checks-off', title: `${plural(off.length, 'check')} turned off`, clean: false, checks: off },
  ];
  return {
    alone: checks.filter(check => !shared.has(check)),
    folded: folded.filter(group => group.checks.length > 0),
  };
}

/** What began and what ended; the way between is for the progress bar. */
function announcement(dataset: DatasetState | undefined): string {
  if (!dataset) return '';
  const { scan } = dataset;
  if (scan.state === 'done') return `Checks of ${dataset.name} finished.`;
  if (scan.state === 'failed') return scan.message;
  return scan.state === 'running' ? `Checking ${dataset.name}.` : '';
}

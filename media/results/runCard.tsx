import type { JSX } from 'preact';
import type { Gate, ProbePart } from '../../src/core/findings/probeRun.ts';
import type { Earlier, RunState } from '../../src/rpc/results.ts';
import { Icon, type IconName } from '../shared/icons.tsx';
import { formatCount, plural } from '../shared/numbers.ts';
import type { Results } from './model.ts';
import { Section } from './section.tsx';
import { Estimates, Facts, VerdictLine, VerdictView } from './verdict.tsx';

/** What models said of the rows: the latest run of each probe that asked one. */
export function Runs({ results, runs }: { results: Results; runs: readonly RunState[] }): JSX.Element | null {
  if (runs.length === 0) return null;
  return (
    <section class="runs" aria-labelledby="runs-title">
      <h2 id="runs-title" class="runs-title">
        Probes with a model
      </h2>
      {runs.map(run => (
        <RunCard key={run.kind} results={results} run={run} />
      ))}
    </section>
  );
}

function RunCard({ results, run }: { results: Results; run: RunState }): JSX.Element {
  const { kind, title, asked, time, stale, earlier, partial, parts } = run;
  return (
    <section class="card" aria-labelledby={`run-${kind}`}>
      <div class="card-head">
        <h3 id={`run-${kind}`}>{title}</h3>
      </div>
      <div class="card-body">
        <p class="quiet asked">
          {asked}; <Time time={time} />
        </p>
        {stale && (
          <p class="outcome">
            <Icon name="warning" class="severity-warning" />
            <span>
              <strong>Stale.</strong> The file changed since: other rows may stand where these did.
            </span>
          </p>
        )}
        {earlier && <Kept stale={stale} earlier={earlier} />}
        {partial && (
          <p class="outcome">
            <Icon name="half" class="severity-info" />
            <span>
              <strong>Partial:</strong> {formatCount(partial.rows)} of {plural(partial.of, 'row')} ({partial.why}).
            </span>
          </p>
        )}
        <div data-stale={stale}>
          {parts.map((part, at) => (
            <Part key={part.title ?? ''} results={results} id={`${kind}/${at}`} part={part} />
          ))}
        </div>
        <Asked results={results} run={run} />
        <Links results={results} run={run} />
      </div>
    </section>
  );
}

/** What is otherwise with a card that was there before its dataset was opened. */
function Kept({ stale, earlier }: { stale: boolean; earlier: Earlier }): JSX.Element {
  const columns = 'Its scores were too many to keep: run it again to have them among the columns. ';
  return (
    <p class="outcome">
      <Icon name="info" class="severity-info" />
      <span>
        <strong>Kept from earlier.</strong> {earlier.withoutScores && !stale && columns}
        “Run again…” asks for its choices anew; answers that are kept are not asked for again.
      </span>
    </p>
  );
}

function Time({ time }: { time: number }): JSX.Element {
  const date = new Date(time);
  return (
    <time dateTime={date.toISOString()}>
      {date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}

/** One question of a run: its verdict, what decides it, and how it was measured. */
function Part({ results, id, part }: { results: Results; id: string; part: ProbePart }): JSX.Element {
  const { title, verdict, gates = [], rivals, power, details = [] } = part;
  const more = [...details, ...(power === undefined ? [] : [{ term: 'Power', text: power }])];
  return (
    <div class="part">
      {title !== undefined && <h4>{title}</h4>}
      <VerdictLine verdict={verdict} />
      {gates.length > 0 && <Gates gates={gates} />}
      <Section id={`run/${id}/verdict`} title="How this was measured" unfolded={results.unfolded}>
        {() => (
          <>
            {rivals && rivals.estimates.length > 0 && (
              <figure class="rivals">
                <figcaption>{rivals.title}</figcaption>
                <Estimates estimates={rivals.estimates} label={rivals.title} />
              </figure>
            )}
            <VerdictView verdict={verdict} more={more} />
          </>
        )}
      </Section>
    </div>
  );
}

const outcomes: Readonly<Record<Gate['outcome'], IconName>> = {
  met: 'check',
  'not met': 'close',
  undecided: 'question',
  'not tested': 'skip',
};

function Gates({ gates }: { gates: readonly Gate[] }): JSX.Element {
  return (
    <ul class="gates" aria-label="Gates">
      {gates.map(({ name, measured, limit, outcome }) => (
        <li key={name} class="gate" data-outcome={outcome}>
          <Icon name={outcomes[outcome]} />
          <span>
            {name}: <span class="gate-measured">{measured}</span> <span class="quiet">({limit})</span>
          </span>
          <strong>{outcome}</strong>
        </li>
      ))}
    </ul>
  );
}

function Asked({ results, run: { kind, facts, terms, limits } }: { results: Results; run: RunState }): JSX.Element {
  return (
    <>
      <Section id={`run/${kind}/asked`} title="What was asked" unfolded={results.unfolded}>
        {() => <Facts facts={facts} />}
      </Section>
      {terms.length > 0 && (
        <Section id={`run/${kind}/terms`} title="What the words mean" unfolded={results.unfolded}>
          {() => <Facts facts={terms} />}
        </Section>
      )}
      <Section id={`run/${kind}/limits`} title="What this does not say" unfolded={results.unfolded}>
        {() => (
          <ul class="limits">
            {limits.map(limit => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function Links({
  results,
  run: { kind, hasReport, columns, partial, earlier },
}: {
  results: Results;
  run: RunState;
}): JSX.Element {
  const { host } = results;
  return (
    <div class="buttons">
      {hasReport && (
        <button type="button" class="link-button" onClick={() => results.attempt(host.call('openReport', { kind }))}>
          Open report
        </button>
      )}
      {columns.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="link-button"
          onClick={() => results.attempt(host.call('showScores', { id }))}
        >
          Show column “{title}”
        </button>
      ))}
      <button type="button" class="link-button" onClick={() => results.attempt(host.call('runAgain', { kind }))}>
        {partial && !earlier ? 'Go on…' : 'Run again…'}
      </button>
    </div>
  );
}

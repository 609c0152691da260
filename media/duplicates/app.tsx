import type { JSX } from 'preact';
import type { DuplicatesState } from '../../src/rpc/duplicates.ts';
import { Icon } from '../shared/icons.tsx';
import { Progress } from '../shared/progress.tsx';
import { formatCount } from '../shared/numbers.ts';
import { Cluster } from './cluster.tsx';
import { Match } from './match.tsx';
import { pageSize, type DuplicatesModel } from './model.ts';
import { Question } from './question.tsx';

export function App({ model }: { model: DuplicatesModel }): JSX.Element {
  const { state, problem } = model;
  return (
    <div class="duplicates-page">
      {problem.value !== undefined && (
        <p class="message" role="alert">
          <Icon name="error" class="severity-error" /> {problem.value}
        </p>
      )}
      {state.value && <Page model={model} state={state.value} />}
    </div>
  );
}

function Page({ model, state }: { model: DuplicatesModel; state: DuplicatesState }): JSX.Element {
  const { files, checkedFrom, run } = state;
  const dataset = files[checkedFrom]?.name ?? '';
  const others = files.slice(0, checkedFrom).map(({ name }) => name);
  return (
    <>
      <header class="head">
        <h1>{others.length === 0 ? `Duplicates in ${dataset}` : `Rows of ${dataset} in ${others.join(', ')}`}</h1>
        <Question model={model} state={state} />
        <output class="outcome">
          <Outcome run={run} />
        </output>
        {run.state === 'running' && <Progress label="Looking for duplicates" share={run.share} />}
      </header>
      <main class="list" tabIndex={-1}>
        {run.state === 'done' && <List model={model} state={state} total={run.total} />}
      </main>
    </>
  );
}

function Outcome({ run }: { run: DuplicatesState['run'] }): JSX.Element {
  switch (run.state) {
    case 'running':
      return <p>{run.step}…</p>;
    case 'cancelled':
      return <p>Cancelled. Nothing can be said of duplicates.</p>;
    case 'failed':
      return (
        <p>
          <Icon name="error" class="severity-error" /> {run.message}
        </p>
      );
    case 'done':
      return (
        <>
          <p class="summary">{run.summary}</p>
          <ul class="limits">
            {run.limits.map(limit => (
              <li key={limit} class="quiet">
                {limit}
              </li>
            ))}
          </ul>
        </>
      );
  }
}

function List({
  model,
  state,
  total,
}: {
  model: DuplicatesModel;
  state: DuplicatesState;
  total: number;
}): JSX.Element | null {
  const page = model.page.value;
  if (total === 0 || !page) return null;
  const inOther = state.checkedFrom > 0;
  return (
    <>
      {total > pageSize && (
        <Pages model={model} start={page.start} total={total} what={inOther ? 'rows' : 'clusters'} />
      )}
      <ul aria-label={inOther ? 'Rows that stand in the other file' : 'Clusters'}>
        {page.clusters?.map(cluster => (
          <Cluster key={cluster.index} model={model} state={state} cluster={cluster} />
        ))}
        {page.matches?.map(match => (
          <Match key={match.row.row} model={model} state={state} match={match} />
        ))}
      </ul>
    </>
  );
}

function Pages({
  model,
  start,
  total,
  what,
}: {
  model: DuplicatesModel;
  start: number;
  total: number;
  what: string;
}): JSX.Element {
  const end = Math.min(total, start + pageSize);
  return (
    <nav class="pages" aria-label="Pages">
      <button type="button" class="secondary" disabled={start === 0} onClick={() => model.turnTo(start - pageSize)}>
        Previous
      </button>
      <output>
        {formatCount(start + 1)}–{formatCount(end)} of {formatCount(total)} {what}
      </output>
      <button type="button" class="secondary" disabled={end >= total} onClick={() => model.turnTo(end)}>
        Next
      </button>
    </nav>
  );
}

import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { InspectorState } from '../../src/rpc/inspector.ts';
import { Icon } from '../shared/icons.tsx';
import { isCommand } from '../shared/keys.ts';
import { plural } from '../shared/numbers.ts';
import { Splitter } from '../shared/splitter.tsx';
import { ColumnsPanel } from './columnsPanel.tsx';
import { Detail } from './detail.tsx';
import type { Inspector } from './model.ts';
import { freshView } from './saved.ts';
import { SearchBar } from './searchBar.tsx';
import { Table } from './table.tsx';
import { Toolbar } from './toolbar.tsx';
import { ViewBar } from './viewBar.tsx';

export function App({ inspector }: { inspector: Inspector }): JSX.Element {
  const { state, problem } = inspector;
  useKeys(inspector);
  const { value } = state;
  if (!value) return <p class="empty">{problem.value ?? 'Opening…'}</p>;
  const failed = value.index.state === 'failed' ? value.index.message : undefined;
  const nothing = failed !== undefined && value.index.rows === 0;
  const message = failed ?? problem.value ?? inspector.list.error.value;
  return (
    <div class="inspector">
      <header class="bars">
        <h1 class="visually-hidden">{value.name}</h1>
        {!nothing && <Toolbar inspector={inspector} state={value} />}
        {!nothing && <SearchBar inspector={inspector} state={value} />}
        {!nothing && <ViewBar inspector={inspector} />}
      </header>
      {message !== undefined && (
        <p class="bar bar-error" role="alert">
          <Icon name="error" class="severity-error" /> {message}
        </p>
      )}
      {value.index.rows > 0 ? (
        <div class="panes-and-columns">
          <Panes inspector={inspector} state={value} />
          {inspector.view.columnsShown.value && <ColumnsPanel inspector={inspector} state={value} />}
        </div>
      ) : (
        <NoRows state={value} />
      )}
      <Announcer inspector={inspector} />
    </div>
  );
}

function Panes({ inspector, state }: { inspector: Inspector; state: InspectorState }): JSX.Element {
  const { tableShare } = inspector.view;
  return (
    <main class="panes" style={{ '--before': `${tableShare.value}fr`, '--after': `${1 - tableShare.value}fr` }}>
      <Table inspector={inspector} state={state} />
      <Splitter
        label="Height of the table"
        orientation="horizontal"
        value={tableShare.value}
        controls="rows"
        onChange={value => (tableShare.value = value)}
        onReset={() => (tableShare.value = freshView.tableShare)}
      />
      <Detail inspector={inspector} />
    </main>
  );
}

function NoRows({ state }: { state: InspectorState }): JSX.Element {
  if (state.index.state === 'building') return <p class="empty">Reading the first rows…</p>;
  if (state.index.state === 'failed') return <p class="empty">No row could be read.</p>;
  return (
    <p class="empty">
      This file is empty. A dataset holds one JSON value per line: write a row to it, or open another file.
    </p>
  );
}

function useKeys({ focus }: Inspector): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const place = isCommand(event, 'f') ? 'find' : isCommand(event, 'g') ? 'goToRow' : undefined;
      if (place === undefined) return;
      focus.value = place;
      if (event.target instanceof HTMLInputElement) event.target.select();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [focus]);
}

/** Says what has come to an end, to those who do not see it. */
function Announcer({ inspector: { state, finder } }: { inspector: Inspector }): JSX.Element {
  const text = useSignal('');
  useSignalEffect(() => {
    const found = finder.result.value;
    if (found.state === 'complete') text.value = `${plural(found.matches, 'row matches', 'rows match')}.`;
  });
  const scan = state.value?.scan.state;
  useEffect(() => {
    if (scan === 'running') text.value = 'Running checks.';
    if (scan === 'done') text.value = 'Checks finished.';
  }, [scan, text]);
  const indexed = state.value?.index.state === 'complete';
  useEffect(() => {
    const rows = state.peek()?.index.rows;
    if (indexed && rows !== undefined) text.value = `${plural(rows, 'row')}.`;
  }, [indexed, state, text]);
  return <output class="visually-hidden">{text.value}</output>;
}

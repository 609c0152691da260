import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { InspectorState } from '../../src/rpc/inspector.ts';
import { IconButton } from '../shared/buttons.tsx';
import { useFocusOn } from '../shared/focus.ts';
import { Icon } from '../shared/icons.tsx';
import { formatProgress } from '../shared/numbers.ts';
import { Progress } from '../shared/progress.tsx';
import { ColumnCard } from './columnCard.tsx';
import { scopeText } from './columnWords.ts';
import { columnKey } from './model.ts';
import type { Inspector, Place } from './model.ts';
import type { Scope } from './statistics.ts';

interface Props {
  readonly inspector: Inspector;
  readonly state: InspectorState;
}

/** Every column of the dataset, with what is known of it. */
export function ColumnsPanel({ inspector, state }: Props): JSX.Element {
  const { statistics, view, focus } = inspector;
  const target = useFocusOn<Place, HTMLElement>(focus, 'columns');
  const told = statistics.told.value ?? statistics.base.value;
  const problem = statistics.problem.value;
  const close = (): void => {
    view.columnsShown.value = false;
    focus.value = 'table';
  };
  useEffect(() => {
    const panel = target.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      view.columnsShown.value = false;
      focus.value = 'table';
      event.preventDefault();
    };
    panel?.addEventListener('keydown', onKeyDown);
    return () => panel?.removeEventListener('keydown', onKeyDown);
  }, [target, view, focus]);
  return (
    <aside ref={target} id="columns" class="columns-panel" aria-label="Columns" tabIndex={-1}>
      <div class="columns-head">
        <h2>Columns</h2>
        <ScopeSelect inspector={inspector} state={state} />
        <IconButton icon="close" label="Close columns" title="Close columns (Escape)" onClick={close} />
      </div>
      <ScopeLine inspector={inspector} />
      {problem !== undefined && (
        <p class="columns-note" role="alert">
          <Icon name="error" class="severity-error" /> {problem}
        </p>
      )}
      <div class="columns-list">
        {told?.columns.map(column => (
          <ColumnCard key={columnKey(column)} inspector={inspector} column={column} />
        ))}
        {told?.columns.length === 0 && <p class="empty">No row has a value, so there are no columns.</p>}
        {told?.columnsCut && <p class="columns-note quiet">There are more fields; {told.columns.length} are listed.</p>}
      </div>
    </aside>
  );
}

function ScopeSelect({ inspector: { statistics }, state: { scan } }: Props): JSX.Element {
  const scope = statistics.scope.value;
  const known = statistics.base.value?.scope === 'all';
  const filtered = scan.state === 'done' && scan.filtered !== undefined;
  const options: readonly (readonly [Scope, string])[] = [
    ...(known ? [] : [['first', 'First rows'] as const]),
    ['all', 'All rows'],
    ...(filtered
      ? ([
          ['kept', 'Kept rows'],
          ['rejected', 'Rejected rows'],
        ] as const)
      : []),
  ];
  return (
    <select
      aria-label="Rows that the columns are told of"
      value={scope === 'first' && known ? 'all' : scope}
      onChange={event => {
        const chosen = options.find(([value]) => value === event.currentTarget.value);
        if (chosen) statistics.choose(chosen[0]);
      }}
    >
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** Which rows these are, to the row; what is not of all rows says so. */
function ScopeLine({ inspector: { statistics, focus } }: { inspector: Inspector }): JSX.Element {
  const share = statistics.share.value;
  const told = statistics.told.value;
  // The button goes away with the click, and would take the keyboard with it.
  const keepFocus = (): void => void (focus.value = 'columns');
  if (share !== undefined && share > 0) {
    return (
      <div class="columns-note columns-work">
        <Progress label="Reading the columns" share={share} />
        <span class="quiet">Reading… {formatProgress(share, 1)}</span>
        <button type="button" class="secondary" onClick={() => (statistics.cancel(), keepFocus())}>
          <Icon name="stop" /> Cancel
        </button>
      </div>
    );
  }
  if (!told) return <p class="columns-note quiet">Reading…</p>;
  return (
    <p class="columns-note">
      {scopeText(told)}.{' '}
      {told.scope === 'first' && (
        <button type="button" class="link-button" onClick={() => (statistics.choose('all'), keepFocus())}>
          Read all rows
        </button>
      )}
      {(told.scope === 'kept' || told.scope === 'rejected') && (
        <span class="quiet">In grey: all {statistics.base.value?.scope === 'first' ? 'first ' : ''}rows.</span>
      )}
    </p>
  );
}

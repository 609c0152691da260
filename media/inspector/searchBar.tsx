import type { JSX } from 'preact';
import type { InspectorState, RowFilter, ScanState } from '../../src/rpc/inspector.ts';
import { useFocusOn } from '../shared/focus.ts';
import { IconButton, Toggle } from '../shared/buttons.tsx';
import { Icon } from '../shared/icons.tsx';
import { formatCount } from '../shared/numbers.ts';
import { FindBox } from './findBox.tsx';
import type { Inspector, Place } from './model.ts';

interface Props {
  readonly inspector: Inspector;
  readonly state: InspectorState;
}

export function SearchBar({ inspector, state }: Props): JSX.Element {
  return (
    <div class="search-bar">
      <FilterSelect inspector={inspector} state={state} />
      <FindingButtons inspector={inspector} state={state} />
      <FindBox inspector={inspector} state={state} />
      <GoToRow inspector={inspector} />
      <Toggle
        icon="columns"
        label="Columns"
        on={inspector.view.columnsShown.value}
        onClick={on => {
          inspector.view.columnsShown.value = on;
          if (on) inspector.focus.value = 'columns';
        }}
      />
    </div>
  );
}

interface FilterOption {
  readonly value: string;
  readonly text: string;
  readonly filter: RowFilter;
}

type Done = Extract<ScanState, { readonly state: 'done' }>;

/** What the filters decided together, what each check flags, and what one filter alone rejects. */
function checkOptions(done: Done | undefined): readonly FilterOption[] {
  if (!done) return [];
  const { checks, filtered } = done;
  const decided = (['kept', 'rejected'] as const).flatMap(kind =>
    filtered
      ? [
          {
            value: kind,
            text: `${kind === 'kept' ? 'Kept' : 'Rejected'} rows (${formatCount(filtered[kind])})`,
            filter: { kind },
          },
        ]
      : [],
  );
  const flagging = checks.filter(({ rows }) => rows > 0);
  const each = flagging.map(({ id, title, rows }) => ({
    value: `check ${id}`,
    text: `${title} (${formatCount(rows)})`,
    filter: { kind: 'check', check: id } as const,
  }));
  const filters = flagging.filter(({ only }) => only !== undefined);
  // Of a single filter it would be the same rows.
  const alone = (filters.length > 1 ? filters : []).map(({ id, title, only = 0 }) => ({
    value: `only ${id}`,
    text: `Only ${title} (${formatCount(only)})`,
    filter: { kind: 'only', check: id } as const,
  }));
  return [...decided, ...each, ...alone];
}

function FilterSelect({ inspector: { list, finder, attempt, view }, state: { scan } }: Props): JSX.Element {
  const filter = list.filter.value;
  const done = scan.state === 'done' ? scan : undefined;
  const options: FilterOption[] = [{ value: 'all', text: 'All rows', filter: { kind: 'all' } }];
  if (filter.kind === 'found') {
    const matches = 'matches' in finder.result.value ? finder.result.value.matches : 0;
    options.push({ value: 'found', text: `Matching rows (${formatCount(matches)})`, filter });
  }
  if (done && done.malformed > 0) {
    options.push({
      value: 'malformed',
      text: `Malformed rows (${formatCount(done.malformed)})`,
      filter: { kind: 'malformed' },
    });
  }
  options.push(...checkOptions(done));
  const value = 'check' in filter ? `${filter.kind} ${filter.check}` : filter.kind;
  return (
    <label class="filter">
      <Icon name="filter" />
      <span class="visually-hidden">Rows shown</span>
      <select
        value={value}
        onChange={event => {
          const chosen = options.find(option => option.value === event.currentTarget.value);
          if (!chosen) return;
          view.onlyMatches.value = chosen.filter.kind === 'found';
          attempt(list.setFilter(chosen.filter));
        }}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

function FindingButtons({ inspector, state: { scan } }: Props): JSX.Element {
  const none = scan.state !== 'done' || (scan.malformed === 0 && scan.checks.every(check => check.rows === 0));
  return (
    <span class="button-group">
      <IconButton
        icon="up"
        label="Previous row with findings"
        disabled={none}
        onClick={() => inspector.goToFinding(-1)}
      />
      <IconButton icon="down" label="Next row with findings" disabled={none} onClick={() => inspector.goToFinding(1)} />
    </span>
  );
}

function GoToRow({ inspector }: { inspector: Inspector }): JSX.Element {
  const input = useFocusOn<Place, HTMLInputElement>(inspector.focus, 'goToRow');
  const go = (): void => {
    const row = Number(input.current?.value.replaceAll(/[\s,.]/g, ''));
    const { rows } = inspector.state.peek()?.index ?? { rows: 0 };
    if (!Number.isInteger(row) || row < 1 || rows === 0) return;
    inspector.reveal(Math.min(row, rows) - 1);
    inspector.focus.value = 'table';
  };
  return (
    <label class="go-to-row">
      <span>Row</span>
      <input
        ref={input}
        type="text"
        inputMode="numeric"
        aria-label="Go to row"
        title="Go to row (Ctrl+G)"
        onKeyDown={event => {
          if (event.key === 'Enter') go();
          else if (event.key === 'Escape') inspector.focus.value = 'table';
        }}
        value={rowNumber(inspector.list.selectedRow.value)}
      />
    </label>
  );
}

function rowNumber(row: number | undefined): string {
  return row === undefined ? '' : formatCount(row + 1);
}

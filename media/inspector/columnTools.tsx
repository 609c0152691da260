import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Measure } from '../../src/core/columns/column.ts';
import type { ColumnTest } from '../../src/core/columns/columnTest.ts';
import type { ColumnStatistics } from '../../src/core/columns/tableStatistics.ts';
import { directionText, measureNames, sortKeys } from './columnWords.ts';
import type { Inspector } from './model.ts';

interface Props {
  readonly inspector: Inspector;
  readonly column: ColumnStatistics;
}

/** What a user does with a column: sort by it, filter by it, show a measure of it in the table. */
export function ColumnTools({ inspector, column }: Props): JSX.Element {
  return (
    <div class="column-tools">
      <SortForm inspector={inspector} column={column} />
      <TestForm inspector={inspector} column={column} />
      <ScoreButtons inspector={inspector} column={column} />
    </div>
  );
}

function SortForm({ inspector, column }: Props): JSX.Element | null {
  const keys = sortKeys(column);
  const chosen = useSignal(keys[0]);
  const measure = chosen.value !== undefined && keys.includes(chosen.value) ? chosen.value : keys[0];
  if (measure === undefined) return null;
  const sort = (direction: 'ascending' | 'descending'): void => {
    const { source, id } = column;
    inspector.attempt(inspector.list.setView({ order: { column: { source, id }, measure, direction } }));
  };
  return (
    <fieldset>
      <legend>Sort all rows</legend>
      {keys.length > 1 && (
        <select
          aria-label={`Sort ${column.title} by`}
          value={measure}
          onChange={event => (chosen.value = keys.find(key => key === event.currentTarget.value))}
        >
          {keys.map(key => (
            <option key={key} value={key}>
              {measureNames[key]}
            </option>
          ))}
        </select>
      )}
      {(['ascending', 'descending'] as const).map(direction => (
        <button key={direction} type="button" class="secondary" onClick={() => sort(direction)}>
          {directionText(measure, direction)}
        </button>
      ))}
    </fieldset>
  );
}

type Kind = Exclude<ColumnTest['test'], 'range' | 'type'> | Measure | `type ${string}`;

function TestForm({ inspector, column }: Props): JSX.Element {
  const kinds = kindsOf(column);
  const chosen = useSignal<Kind>(kinds[0]?.[0] ?? 'missing');
  const kind = chosen.value;
  const takesText = kind === 'contains' || kind === 'equals';
  const takesRange = kind === 'value' || kind === 'characters' || kind === 'words' || kind === 'items';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const test = testOf(column, kind, new FormData(form));
    if (test) inspector.attempt(inspector.list.setView({ where: test }));
  };
  return (
    <form onSubmit={submit}>
      <fieldset>
        <legend>Show only rows where</legend>
        <select
          aria-label={`Condition on ${column.title}`}
          value={kind}
          onChange={event => (chosen.value = kinds.find(([value]) => value === event.currentTarget.value)?.[0] ?? kind)}
        >
          {kinds.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        {takesText && <input name="text" type="text" aria-label={`Text of ${column.title}`} />}
        {takesRange && (
          <span class="range">
            <input name="min" type="number" step="any" placeholder="lowest" aria-label={`Lowest, ${column.title}`} />
            <span class="quiet">to</span>
            <input name="max" type="number" step="any" placeholder="highest" aria-label={`Highest, ${column.title}`} />
          </span>
        )}
        <button type="submit" class="secondary">
          Filter
        </button>
      </fieldset>
    </form>
  );
}

function kindsOf({ source, types, measures }: ColumnStatistics): readonly (readonly [Kind, string])[] {
  const several = Object.keys(types).filter(type => types[type as keyof typeof types]);
  return [
    ...(source === 'score' || !types.string
      ? []
      : ([
          ['contains', 'it contains'],
          ['equals', 'it is'],
        ] as const)),
    ...measures.map(
      ({ measure }) => [measure, `its ${measureNames[measure]} ${measure === 'value' ? 'is' : 'number'}`] as const,
    ),
    ...(types.boolean && !types.string ? ([['equals', 'it is']] as const) : []),
    ['missing', 'it is missing'],
    ['present', 'it is there'],
    ...(several.length > 1 ? several.map(type => [`type ${type}`, `its type is ${type}`] as const) : []),
  ];
}

/** Undefined where nothing was typed. */
function testOf({ source, id }: ColumnStatistics, kind: Kind, form: FormData): ColumnTest | undefined {
  const column = { source, id };
  switch (kind) {
    case 'missing':
    case 'present':
      return { column, test: kind };
    case 'equals':
    case 'contains': {
      const text = form.get('text');
      return typeof text === 'string' && (text !== '' || kind === 'equals') ? { column, test: kind, text } : undefined;
    }
    case 'value':
    case 'characters':
    case 'words':
    case 'items': {
      const [min, max] = [numberIn(form, 'min'), numberIn(form, 'max')];
      if (min === undefined && max === undefined) return undefined;
      return {
        column,
        test: 'range',
        measure: kind,
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      };
    }
    default: {
      const type = (['string', 'number', 'boolean', 'null', 'array', 'object'] as const).find(
        one => kind === `type ${one}`,
      );
      return type && { column, test: 'type', type };
    }
  }
}

function numberIn(form: FormData, name: string): number | undefined {
  const text = form.get(name);
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A measure that the table does not show as it stands. */
function ScoreButtons({ inspector, column }: Props): JSX.Element | null {
  const { host, attempt, state } = inspector;
  const { source, id } = column;
  if (source === 'score') {
    const shown = state.value?.columns.some(one => one.source === 'score' && one.id === id);
    if (!shown) return null;
    return (
      <button type="button" class="link-button" onClick={() => attempt(host.call('removeScores', { id }))}>
        Remove from the table
      </button>
    );
  }
  const inTable = state.value?.columns.some(one => one.source === source && one.id === id) ?? false;
  const measures = column.measures.filter(({ measure }) => measure !== 'value' || !inTable);
  return (
    <>
      {measures.map(({ measure }) => (
        <button
          key={measure}
          type="button"
          class="link-button"
          onClick={() => attempt(host.call('addScores', { column: { source, id }, measure }))}
        >
          Show {measure === 'value' ? 'the value' : measureNames[measure]} in the table
        </button>
      ))}
    </>
  );
}

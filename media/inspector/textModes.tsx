import type { JSX } from 'preact';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import type { View } from './model.ts';

/** How the row is shown. */
export function TextModes({ view, row, tabs }: { view: View; row: RowDetail; tabs: boolean }): JSX.Element {
  const { value: tab } = view.tab;
  const hasExample = row.messages.length > 0;
  const example = hasExample && tab !== 'trainer' && (!tabs || tab === 'example');
  const raw = row.kind === 'value' && tab !== 'trainer' && (!tabs || !hasExample || tab === 'raw');
  return (
    <div class="modes">
      <Parts view={view} row={row} tabs={tabs && hasExample} />
      {example && (
        <Choice label="Text of the example" value={view.textMode} choices={{ markdown: 'Markdown', plain: 'Plain' }} />
      )}
      {raw && <Choice label="Raw text" value={view.rawMode} choices={{ pretty: 'Laid out', stored: 'As stored' }} />}
    </div>
  );
}

/** Side by side the example and the raw text are one choice. */
function Parts({ view, row, tabs }: { view: View; row: RowDetail; tabs: boolean }): JSX.Element | null {
  if (row.kind !== 'value' || row.cutAt) return null;
  const label = 'Part of the row';
  if (tabs)
    return <Choice label={label} value={view.tab} choices={{ example: 'Example', raw: 'Raw', trainer: 'Trainer' }} />;
  const value = {
    get value() {
      return view.tab.value === 'trainer' ? 'trainer' : 'row';
    },
    set value(part: 'row' | 'trainer') {
      view.tab.value = part === 'row' ? 'example' : part;
    },
  };
  return (
    <Choice
      label={label}
      value={value}
      choices={{ row: row.messages.length > 0 ? 'Example and raw' : 'Raw', trainer: 'Trainer' }}
    />
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: { value: Value };
  readonly choices: Readonly<Record<Value, string>>;
}

function Choice<Value extends string>({ label, value, choices }: ChoiceProps<Value>): JSX.Element {
  return (
    <fieldset class="choice" aria-label={label}>
      {entries(choices).map(([choice, text]) => (
        <button key={choice} type="button" aria-pressed={value.value === choice} onClick={() => (value.value = choice)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}

function entries<Key extends string>(record: Readonly<Record<Key, string>>): readonly (readonly [Key, string])[] {
  return Object.entries(record) as [Key, string][];
}

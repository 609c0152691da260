import type { JSX } from 'preact';
import type { Signal } from '@preact/signals';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import type { View } from './model.ts';

/** How the row is shown. */
export function TextModes({ view, row, tabs }: { view: View; row: RowDetail; tabs: boolean }): JSX.Element {
  const example = row.messages.length > 0 && (!tabs || view.tab.value === 'example');
  const raw = row.kind === 'value' && (!tabs || view.tab.value === 'raw');
  return (
    <div class="modes">
      {tabs && <Choice label="Part of the row" value={view.tab} choices={{ example: 'Example', raw: 'Raw' }} />}
      {example && (
        <Choice label="Text of the example" value={view.textMode} choices={{ markdown: 'Markdown', plain: 'Plain' }} />
      )}
      {raw && <Choice label="Raw text" value={view.rawMode} choices={{ pretty: 'Laid out', stored: 'As stored' }} />}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Signal<Value>;
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

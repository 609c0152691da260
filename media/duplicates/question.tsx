import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  defaultShingle,
  defaultThreshold,
  duplicateFields,
  keepRules,
  normalisations,
  parseShingle,
  shingleText,
  type DuplicateQuery,
} from '../../src/core/duplicates/query.ts';
import type { DuplicatesState } from '../../src/rpc/duplicates.ts';
import type { DuplicatesModel } from './model.ts';

/** What is looked for, as a form: nothing runs before its button is pressed. */
export function Question({ model, state }: { model: DuplicatesModel; state: DuplicatesState }): JSX.Element {
  const [query, setQuery] = useState(state.query);
  const change = (part: Partial<DuplicateQuery>): void => setQuery({ ...query, ...part });
  const [threshold, setThreshold] = useState(String(query.near?.threshold ?? defaultThreshold));
  const [shingle, setShingle] = useState(shingleText(query.near?.shingle ?? defaultShingle));
  const parsed = parseShingle(shingle.trim());
  const limit = Number(threshold);
  const badThreshold = !(limit >= 0.1 && limit <= 1);
  const isBad = query.near !== undefined && (badThreshold || parsed === undefined);
  const inOther = state.checkedFrom > 0;
  const running = state.run.state === 'running';
  const submit = (event: Event): void => {
    event.preventDefault();
    const { near, ...rest } = query;
    const asked = near ? { ...rest, near: { threshold: limit, shingle: parsed ?? defaultShingle } } : rest;
    if (!isBad) model.attempt(model.host.call('run', asked));
  };
  return (
    <form class="question" onSubmit={submit}>
      <Choice label="Text" value={query.field} choices={duplicateFields} onChange={field => change({ field })} />
      <Similar query={query} setQuery={setQuery} />
      {query.near && (
        <>
          <Field
            label="From similarity"
            value={threshold}
            bad={badThreshold}
            hint="from 0.1 to 1"
            onInput={setThreshold}
          />
          <Field
            label="Shingles"
            value={shingle}
            bad={parsed === undefined}
            hint="words:5 or characters:13"
            onInput={setShingle}
          />
        </>
      )}
      {!inOther && <Choice label="Keep" value={query.keep} choices={keepRules} onChange={keep => change({ keep })} />}
      <SetAside query={query} onChange={change} />
      <div class="actions">
        <button type="submit" class="primary" disabled={isBad}>
          {state.run.state === 'done' ? 'Look again' : 'Look for duplicates'}
        </button>
        {running && (
          <button type="button" class="secondary" onClick={() => model.attempt(model.host.call('cancel', undefined))}>
            Cancel
          </button>
        )}
        {!inOther && state.run.state === 'done' && state.run.total > 0 && (
          <button
            type="button"
            class="secondary"
            onClick={() => model.attempt(model.host.call('exportWithout', undefined))}
          >
            Export rows without duplicates…
          </button>
        )}
      </div>
    </form>
  );
}

function Similar({ query, setQuery }: { query: DuplicateQuery; setQuery(query: DuplicateQuery): void }): JSX.Element {
  const { near, ...rest } = query;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={near !== undefined}
        onChange={({ currentTarget }) =>
          setQuery(
            currentTarget.checked ? { ...rest, near: { threshold: defaultThreshold, shingle: defaultShingle } } : rest,
          )
        }
      />
      Similar texts too
    </label>
  );
}

function SetAside({
  query: { normalise },
  onChange,
}: {
  query: DuplicateQuery;
  onChange(part: Partial<DuplicateQuery>): void;
}): JSX.Element {
  return (
    <fieldset class="set-aside">
      <legend>Set aside:</legend>
      {namesOf(normalisations).map(name => (
        <label key={name} class="check" title={normalisations[name]}>
          <input
            type="checkbox"
            checked={normalise.includes(name)}
            onChange={({ currentTarget }) => {
              const others = normalise.filter(each => each !== name);
              onChange({ normalise: currentTarget.checked ? [...others, name] : others });
            }}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

function Choice<Name extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Name;
  choices: Readonly<Record<Name, string>>;
  onChange(name: Name): void;
}): JSX.Element {
  const names = namesOf(choices);
  return (
    <label class="field">
      {label}
      <select
        value={value}
        title={choices[value]}
        onChange={({ currentTarget }) => onChange(names.find(name => name === currentTarget.value) ?? value)}
      >
        {names.map(name => (
          <option key={name} value={name} title={choices[name]}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Field({
  label,
  value,
  bad,
  hint,
  onInput,
}: {
  label: string;
  value: string;
  bad: boolean;
  hint: string;
  onInput(value: string): void;
}): JSX.Element {
  return (
    <label class="field">
      {label}
      <input
        type="text"
        size={10}
        value={value}
        title={hint}
        aria-invalid={bad}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {bad && <span class="wrong">{hint}</span>}
    </label>
  );
}

function namesOf<Name extends string>(choices: Readonly<Record<Name, string>>): readonly Name[] {
  return Object.keys(choices) as Name[];
}

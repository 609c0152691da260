import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Option, OptionValue } from '../../src/core/checks/options.ts';
import type { CheckState } from '../../src/rpc/results.ts';
import { Markdown } from '../shared/markdown.tsx';
import { formatOption, parseOption } from './optionText.ts';
import type { Results } from './model.ts';
import { Preview } from './preview.tsx';

/** A form generated from the options that the check declares. */
export function OptionsForm({ results, check }: { results: Results; check: CheckState }): JSX.Element {
  const refused = results.refused.value[check.id] ?? {};
  return (
    <form class="options" onSubmit={event => event.preventDefault()}>
      {Object.entries(check.declarations).map(([name, option]) => (
        <Field
          key={name}
          id={`${check.id}-${name}`}
          option={option}
          value={check.options[name] ?? option.default}
          problem={refused[name]}
          onChange={value => results.setOption(check, name, value)}
        />
      ))}
      <Preview preview={results.previews.value[check.id]} />
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly option: Option;
  readonly value: OptionValue;
  readonly problem: string | undefined;
  onChange(value: OptionValue): void;
}

function Field({ id, option, value, problem, onChange }: FieldProps): JSX.Element {
  const changed = JSON.stringify(value) !== JSON.stringify(option.default);
  return (
    <div class="field" data-changed={changed}>
      <div class="field-head">
        {option.type === 'strings' && option.choices ? (
          <span id={`${id}-label`}>{option.title}</span>
        ) : (
          <label id={`${id}-label`} for={id}>
            {option.title}
          </label>
        )}
        {changed && (
          <button
            type="button"
            class="link-button"
            aria-label={`Reset ${option.title}`}
            onClick={() => onChange(option.default)}
          >
            Reset
          </button>
        )}
      </div>
      <Control id={id} option={option} value={value} problem={problem} onChange={onChange} />
      <div class="field-description quiet" id={`${id}-description`}>
        <Markdown source={option.description} />
      </div>
    </div>
  );
}

function Control(props: FieldProps): JSX.Element {
  const { id, option, value, onChange } = props;
  switch (option.type) {
    case 'boolean':
      return (
        <Described {...props}>
          <input
            id={id}
            type="checkbox"
            checked={value === true}
            onChange={event => onChange(event.currentTarget.checked)}
          />
        </Described>
      );
    case 'choice':
      return (
        <Described {...props}>
          <select id={id} value={String(value)} onChange={event => onChange(event.currentTarget.value)}>
            {Object.entries(option.choices).map(([choice, text]) => (
              <option key={choice} value={choice} title={text}>
                {choice}
              </option>
            ))}
          </select>
          {typeof value === 'string' && <p class="quiet">{option.choices[value]}</p>}
        </Described>
      );
    case 'strings':
      return option.choices ? <Choices {...props} choices={option.choices} /> : <TextControl {...props} />;
    case 'integer':
    case 'number':
    case 'integers':
    case 'string':
      return <TextControl {...props} />;
  }
}

function Described({
  id,
  problem,
  children,
}: {
  id: string;
  problem: string | undefined;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <>
      {children}
      {problem !== undefined && (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Sent when the field is left or Enter is pressed; what cannot be read stays as typed, with the reason below it. */
function TextControl({ id, option, value, problem, onChange }: FieldProps): JSX.Element {
  const current = JSON.stringify(value);
  const [draft, setDraft] = useState<{ readonly text: string; readonly problem?: string; readonly over: string }>();
  // The value has changed since: what was typed was taken, or another value was set.
  useEffect(() => setDraft(undefined), [current]);
  const open = draft?.over === current ? draft : undefined;
  const shown = open?.problem ?? problem;
  const commit = (text: string): void => {
    const parsed = parseOption(option, text);
    setDraft({ text, over: current, ...(!parsed.ok && { problem: parsed.problem }) });
    if (parsed.ok && (problem !== undefined || JSON.stringify(parsed.value) !== current)) onChange(parsed.value);
  };
  return (
    <Described id={id} problem={shown}>
      <input
        id={id}
        type="text"
        inputMode={option.type === 'integer' ? 'numeric' : 'text'}
        value={open?.text ?? formatOption(value)}
        placeholder={
          option.type === 'integers' ? 'none; for example 4, 8, 15' : option.type === 'strings' ? 'none' : ''
        }
        aria-invalid={shown !== undefined}
        aria-describedby={shown === undefined ? `${id}-description` : `${id}-problem ${id}-description`}
        onChange={event => commit(event.currentTarget.value)}
      />
    </Described>
  );
}

function Choices({ id, value, problem, choices, onChange }: FieldProps & { choices: readonly string[] }): JSX.Element {
  const chosen = new Set(Array.isArray(value) ? value.map(String) : []);
  return (
    <Described id={id} problem={problem}>
      <fieldset class="choices" aria-labelledby={`${id}-label`} aria-describedby={`${id}-description`}>
        {choices.map(choice => (
          <label key={choice} class="choice-box">
            <input
              type="checkbox"
              checked={chosen.has(choice)}
              onChange={event =>
                onChange(choices.filter(other => (other === choice ? event.currentTarget.checked : chosen.has(other))))
              }
            />
            {choice}
          </label>
        ))}
      </fieldset>
    </Described>
  );
}

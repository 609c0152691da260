import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { InspectorState } from '../../src/rpc/inspector.ts';
import { IconButton, Toggle } from '../shared/buttons.tsx';
import { useFocusOn } from '../shared/focus.ts';
import { formatCount, formatProgress, plural } from '../shared/numbers.ts';
import type { Finder } from './finder.ts';
import type { Inspector, Place } from './model.ts';

interface Props {
  readonly inspector: Inspector;
  readonly state: InspectorState;
}

/** Pause after a key, before a search over the whole file is started. */
const typingMs = 200;

/** Finds a text in all rows. */
export function FindBox({ inspector, state }: Props): JSX.Element {
  const { finder, view } = inspector;
  return (
    <search class="find">
      <FindInput inspector={inspector} />
      {finder.text.value !== '' && (
        <>
          <span class="find-result">{findText(finder, state)}</span>
          <IconButton
            icon="up"
            label="Previous match"
            title="Previous match (Shift+Enter)"
            onClick={() => inspector.findNext(-1)}
          />
          <IconButton icon="down" label="Next match" title="Next match (Enter)" onClick={() => inspector.findNext(1)} />
          <Toggle
            label="Show only the rows that match"
            icon="filter"
            on={view.onlyMatches.value}
            onClick={inspector.showOnlyMatches}
          />
        </>
      )}
    </search>
  );
}

function FindInput({ inspector }: { inspector: Inspector }): JSX.Element {
  const { finder, focus } = inspector;
  const input = useFocusOn<Place, HTMLInputElement>(focus, 'find');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typed = useSignal(finder.text.peek());
  useSignalEffect(() => void (typed.value = finder.text.value));
  const search = (): void => {
    clearTimeout(timer.current);
    if (typed.peek() !== finder.text.peek()) inspector.search(typed.peek(), finder.caseSensitive.peek());
  };
  const type = (text: string): void => {
    typed.value = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(search, typingMs);
  };
  return (
    <div class="find-field">
      <input
        ref={input}
        type="text"
        class="find-input"
        placeholder="Find in all rows"
        aria-label="Find in all rows"
        spellcheck={false}
        value={typed.value}
        onKeyDown={event => {
          if (event.key === 'Enter' && typed.peek() === finder.text.peek()) inspector.findNext(event.shiftKey ? -1 : 1);
          else if (event.key === 'Enter') search();
          else if (event.key === 'Escape') {
            typed.value = '';
            search();
            focus.value = 'table';
          } else return;
          event.preventDefault();
        }}
        onInput={event => type(event.currentTarget.value)}
      />
      <Toggle
        label="Match case"
        text="Aa"
        on={finder.caseSensitive.value}
        onClick={on => inspector.search(typed.peek(), on)}
      />
    </div>
  );
}

function findText({ result, at }: Finder, { index }: InspectorState): string {
  const found = result.value;
  if (found.state === 'none') return '';
  if (found.state === 'failed') return found.message;
  const place = at.value === undefined || found.matches === 0 ? '' : `${formatCount(at.value + 1)} of `;
  const matches =
    found.matches === 0 && found.state === 'complete'
      ? 'no row matches'
      : plural(found.matches, 'row matches', 'rows match');
  if (found.state === 'complete') return place === '' ? matches : `${place}${plural(found.matches, 'row')}`;
  const searched = formatProgress(found.rowsSearched, Math.max(index.rows, found.rowsSearched + 1));
  return `${place}${matches} · ${found.state === 'stopped' ? 'stopped at' : 'searched'} ${searched}`;
}

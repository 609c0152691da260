import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Message } from '../../src/core/dataset/example.ts';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import { formatCount } from '../shared/numbers.ts';
import { MessagePartView } from './messagePart.tsx';
import type { TextMode } from './messagePart.tsx';

/** Drawn at first; a conversation of more turns is read from its start. */
const firstMessages = 100;

/** The row as the example that a student would be trained on, turn by turn. */
export function ExampleView({ row, mode }: { row: RowDetail; mode: TextMode }): JSX.Element {
  const [limit, setLimit] = useState(firstMessages);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls must be reachable with the keyboard.
    <section id="example" class="example" aria-label="Example" tabIndex={0}>
      {row.messages.slice(0, limit).map((message, index) => (
        <Turn key={index} message={message} row={row} mode={mode} />
      ))}
      {row.messages.length > limit && (
        <button type="button" class="link-button more" onClick={() => setLimit(limit + firstMessages)}>
          {formatCount(limit)} of {formatCount(row.messages.length)} messages shown. Show more
        </button>
      )}
    </section>
  );
}

function Turn({ message, row, mode }: { message: Message; row: RowDetail; mode: TextMode }): JSX.Element {
  const { role, name, parts, trained, rejected } = message;
  return (
    <article class={`turn turn-${role}`} data-trained={trained} data-rejected={rejected}>
      <header class="turn-header">
        <span class="role">{role}</span>
        {name !== undefined && <span class="quiet">{name}</span>}
        {trained && (
          <span class="turn-mark" title="The student is trained to write this">
            trained
          </span>
        )}
        {rejected && (
          <span class="turn-mark turn-mark-rejected" title="The less preferred answer of a pair">
            rejected answer
          </span>
        )}
      </header>
      {parts.length === 0 && <p class="quiet">No content</p>}
      {parts.map((part, index) => (
        <MessagePartView key={index} part={part} findings={row.findings} marked={row.marked ?? []} mode={mode} />
      ))}
    </article>
  );
}

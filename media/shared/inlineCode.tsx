import { Fragment } from 'preact';
import type { JSX } from 'preact';

/** A sentence of our own, whose `quoted` words are code. */
export function InlineCode({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .split(/`([^`]+)`/)
        .map((piece, index) =>
          index % 2 === 0 ? <Fragment key={index}>{piece}</Fragment> : <code key={index}>{piece}</code>,
        )}
    </>
  );
}

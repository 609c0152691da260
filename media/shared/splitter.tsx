/* oxlint-disable jsx-a11y/prefer-tag-over-role -- A rule that is dragged is a control, which `hr` is not. */
import type { JSX, TargetedPointerEvent } from 'preact';

interface Props {
  readonly label: string;
  /** Of the line itself: a vertical one stands between left and right. */
  readonly orientation: 'horizontal' | 'vertical';
  /** Share of the space before the line, from 0 to 1. */
  readonly value: number;
  readonly controls: string;
  onChange(value: number): void;
  onReset(): void;
}

const least = 0.15;
const step = 0.03;

/** The line between two panes of its parent: dragged, or moved with the arrow keys. */
export function Splitter({ label, orientation, value, controls, onChange, onReset }: Props): JSX.Element {
  const move = (to: number): void => onChange(Math.min(1 - least, Math.max(least, to)));
  const backward = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
  const forward = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === backward) move(value - step);
    else if (event.key === forward) move(value + step);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(1);
    else return;
    event.preventDefault();
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(orientation === 'vertical' ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height);
  };
  return (
    <div
      class={`splitter ${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-controls={controls}
      aria-valuemin={least * 100}
      aria-valuemax={(1 - least) * 100}
      aria-valuenow={Math.round(value * 100)}
      onKeyDown={onKeyDown}
      onDblClick={onReset}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}

import type { JSX } from 'preact';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly title?: string;
  readonly disabled?: boolean;
  onClick(): void;
}

export function IconButton({ icon, label, title = label, disabled = false, onClick }: IconButtonProps): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={title} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly text?: string;
  readonly icon?: IconName;
  readonly on: boolean;
  onClick(on: boolean): void;
}

/** A button that stays pressed. */
export function Toggle({ label, text, icon, on, onClick }: ToggleProps): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button toggle"
      aria-label={label}
      title={label}
      aria-pressed={on}
      onClick={() => onClick(!on)}
    >
      {icon ? <Icon name={icon} /> : text}
    </button>
  );
}

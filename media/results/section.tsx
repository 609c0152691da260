import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../shared/icons.tsx';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly unfolded: Signal<ReadonlySet<string>>;
  readonly children: () => ComponentChildren;
}

/** Folds its content away, and remembers; what is folded is not drawn. */
export function Section({ id, title, unfolded, children }: Props): JSX.Element {
  const open = unfolded.value.has(id);
  const toggle = (): void => {
    const next = new Set(unfolded.peek());
    if (!next.delete(id)) next.add(id);
    unfolded.value = next;
  };
  return (
    <div class="section">
      <button type="button" class="section-title" aria-expanded={open} onClick={toggle}>
        <Icon name="chevron" class={open ? 'turned' : ''} />
        {title}
      </button>
      {open && <div class="section-body">{children()}</div>}
    </div>
  );
}

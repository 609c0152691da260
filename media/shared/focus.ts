import { useSignalEffect } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/** Focuses the element when its place is asked for, and takes the wish back. */
export function useFocusOn<Place, Target extends HTMLElement>(
  wish: Signal<Place | undefined>,
  place: Place,
): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useSignalEffect(() => {
    if (wish.value !== place || !target.current) return;
    wish.value = undefined;
    // The editor forwards the key that the page has answered already: what was typed since must not be selected, and lost.
    if (target.current.ownerDocument.activeElement === target.current) return;
    target.current.focus();
    if (target.current instanceof HTMLInputElement) target.current.select();
  });
  return target;
}

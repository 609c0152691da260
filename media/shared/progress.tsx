import type { JSX } from 'preact';

/** A thin bar; `share` from 0 to 1. */
export function Progress({ label, share }: { label: string; share: number }): JSX.Element {
  return <progress aria-label={label} max={1} value={Math.min(1, Math.max(0, share))} />;
}

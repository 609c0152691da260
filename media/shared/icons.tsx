import type { JSX } from 'preact';
import type { Severity } from '../../src/core/findings/finding.ts';

/** Drawn on a 16 px grid in lines of 1.2 px, as VS Code's own. */
const shapes = {
  run: <path d="M4.6 2.9v10.2l8-5.1z" />,
  stop: <rect x="3.6" y="3.6" width="8.8" height="8.8" rx="0.6" />,
  error: <path d="M8 14.4A6.4 6.4 0 1 0 8 1.6a6.4 6.4 0 0 0 0 12.8zM5.6 5.6l4.8 4.8m0-4.8-4.8 4.8" />,
  warning: <path d="M8 2 14.4 13.6H1.6zM8 6.2v3.6m0 1.3v1.2" />,
  info: <path d="M8 14.4A6.4 6.4 0 1 0 8 1.6a6.4 6.4 0 0 0 0 12.8zM8 7.2v4.2M8 4.6v1.2" />,
  question: (
    <path d="M8 14.4A6.4 6.4 0 1 0 8 1.6a6.4 6.4 0 0 0 0 12.8zM6 6.4a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.5m0 1.2v1.1" />
  ),
  skip: <path d="M8 14.4A6.4 6.4 0 1 0 8 1.6a6.4 6.4 0 0 0 0 12.8zM3.6 12.4l8.8-8.8" />,
  range: <path d="M1.6 8h12.8M1.6 5.4v5.2m12.8-5.2v5.2M8 6.2v3.6" />,
  half: (
    <>
      <path d="M8 14.4A6.4 6.4 0 1 0 8 1.6a6.4 6.4 0 0 0 0 12.8z" />
      <path d="M8 14.4A6.4 6.4 0 0 1 8 1.6z" fill="currentColor" />
    </>
  ),
  check: <path d="m2.6 8.6 3.4 3.6 7.4-8.4" />,
  chevron: <path d="m5.8 3.2 4.8 4.8-4.8 4.8" />,
  up: <path d="M8 13.4V3M3.6 7.2 8 2.8l4.4 4.4" />,
  down: <path d="M8 2.6V13m4.4-4.2L8 13.2 3.6 8.8" />,
  close: <path d="m3.4 3.4 9.2 9.2m0-9.2-9.2 9.2" />,
  columns: <path d="M2 13.4V9.2h2.6v4.2zm4.7 0V2.6h2.6v10.8zm4.7 0V6.2H14v7.2z" />,
  filter: <path d="M1.8 4.2h12.4M4.2 8h7.6M6.4 11.8h3.2" />,
  file: <path d="M9.4 1.8H3.6v12.4h8.8V4.8zM9.2 2v3h3" />,
  arrow: <path d="M2 8h11.4M9.6 4.2 13.4 8l-3.8 3.8" />,
  media: <path d="M1.8 3h12.4v10H1.8zm0 8 3.6-3.6 2.6 2.6 2.4-2.4 3.8 3.8M10.6 5.8h.1" />,
  tool: <path d="m5.2 5-3 3 3 3m5.6-6 3 3-3 3M9 3.2 7 12.8" />,
} as const satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof shapes;

/** Decoration only: whatever it says stands beside it in words. */
export function Icon({ name, class: className = '' }: { name: IconName; class?: string }): JSX.Element {
  return (
    <svg class={`icon ${className}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {shapes[name]}
    </svg>
  );
}

export function SeverityIcon({ severity }: { severity: Severity }): JSX.Element {
  return <Icon name={severity} class={`severity-${severity}`} />;
}

import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import type { Finding } from '../../src/core/findings/finding.ts';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { FindingsPage } from '../../src/rpc/results.ts';
import { SeverityIcon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { formatCount } from '../shared/numbers.ts';
import type { Results } from './model.ts';

const step = 50;

/** The first findings of a check; each leads to its row. */
export function Findings({ results, check, total }: { results: Results; check: string; total: number }): JSX.Element {
  const count = useSignal(step);
  const page = useSignal<FindingsPage | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  useSignalEffect(() => {
    void results.version.value;
    const controller = new AbortController();
    const { signal } = controller;
    results.host.call('findings', { check, start: 0, count: count.value }, { signal }).then(
      answer => {
        page.value = answer;
        problem.value = undefined;
      },
      (reason: unknown) => {
        if (!signal.aborted) problem.value = messageOf(reason);
      },
    );
    return () => controller.abort();
  });
  const shown = useComputed(() => page.value?.findings ?? []);
  const listed = page.value?.listed ?? total;
  return (
    <>
      <ul class="finding-list">
        {shown.value.map((finding, index) => (
          <li key={index}>
            <FindingButton finding={finding} onClick={() => reveal(results, finding)} />
          </li>
        ))}
      </ul>
      {problem.value !== undefined && <p class="message">{problem.value}</p>}
      {page.value && shown.value.length < total && (
        <p class="quiet">
          {formatCount(shown.value.length)} of {formatCount(total)}
          {listed < total && ` (${formatCount(listed)} can be listed)`}{' '}
          {shown.value.length < listed && (
            <button type="button" class="link-button" onClick={() => (count.value += step)}>
              Show more
            </button>
          )}
        </p>
      )}
    </>
  );
}

function FindingButton({ finding, onClick }: { finding: Finding; onClick(): void }): JSX.Element {
  const { row, severity, message } = finding;
  return (
    <button type="button" class="finding" disabled={row === undefined} onClick={onClick}>
      <SeverityIcon severity={severity} />
      <span class="visually-hidden">{severity}</span>
      <span class="finding-row">{row === undefined ? 'Dataset' : formatCount(row + 1)}</span>
      <span class="finding-message" title={message}>
        <InlineCode text={message} />
      </span>
    </button>
  );
}

function reveal(results: Results, { row, field }: Finding): void {
  if (row === undefined) return;
  results.attempt(results.host.call('reveal', { row, ...(field !== undefined && { field }) }));
}

import type { ComponentChildren, JSX } from 'preact';
import { caveat } from '../../src/core/findings/verdict.ts';
import type { InspectorState, ScanState } from '../../src/rpc/inspector.ts';
import { Icon } from '../shared/icons.tsx';
import { formatBytes, formatProgress, formatShare, plural } from '../shared/numbers.ts';
import { Progress } from '../shared/progress.tsx';
import { riskLevelTexts } from '../shared/risk.tsx';
import type { Inspector } from './model.ts';

interface Props {
  readonly inspector: Inspector;
  readonly state: InspectorState;
}

/** The dataset's facts, and its checks. */
export function Toolbar({ inspector, state }: Props): JSX.Element {
  const { scan, bytes } = state;
  return (
    <div class="toolbar">
      <ul class="facts" aria-label="Facts about the dataset">
        {state.format && (
          <Fact title={`Told by ${state.format.evidence}`}>
            {state.format.title}
            {state.format.share < 1 && <span class="quiet"> {formatShare(state.format.share)}</span>}
          </Fact>
        )}
        <Fact>{rowsText(state)}</Fact>
        <Fact>{formatBytes(bytes)}</Fact>
        <Lineage inspector={inspector} state={state} />
      </ul>
      <div class="scan">
        <ScanSummary inspector={inspector} scan={scan} bytes={bytes} />
        {scan.state === 'running' ? (
          <button
            type="button"
            class="secondary"
            onClick={() => inspector.attempt(inspector.host.call('cancelScan', undefined))}
          >
            <Icon name="stop" /> Cancel
          </button>
        ) : (
          <button
            type="button"
            class={scan.state === 'done' && !scan.stale ? 'secondary' : 'primary'}
            onClick={() => inspector.attempt(inspector.host.call('scan', undefined))}
          >
            <Icon name="run" /> Run checks
          </button>
        )}
      </div>
      {scan.state === 'running' && <Progress label="Running checks" share={bytes > 0 ? scan.bytesDone / bytes : 0} />}
    </div>
  );
}

function Fact({ title, children }: { title?: string; children: ComponentChildren }): JSX.Element {
  return (
    <li class="fact" title={title}>
      {children}
    </li>
  );
}

function Lineage({ inspector, state: { teacher, student, risk } }: Props): JSX.Element {
  const text = student === undefined ? 'student not set' : `student ${student}`;
  const { icon, text: level } = riskLevelTexts[risk.level];
  const reasons = risk.reasons.map(reason => reason.text).join('; ');
  return (
    <li class={teacher.known ? 'fact lineage' : 'fact lineage fact-warning'}>
      <span>{teacher.text}</span>
      <Icon name="arrow" class="quiet" />
      <span class="visually-hidden">writes for</span>
      <span class={student === undefined ? 'quiet' : ''}>{text}</span>
      <span class={`risk risk-${risk.level}`}>
        <Icon name={icon} />
        <button
          type="button"
          class="link-button"
          title={`Show the lineage. ${reasons}`}
          onClick={() => inspector.attempt(inspector.host.call('showLineage', undefined))}
        >
          {level}
        </button>
      </span>
    </li>
  );
}

function rowsText({ index, bytes }: InspectorState): string {
  const rows = plural(index.rows, 'row');
  if (index.state === 'building') return `indexing… ${rows} (${formatProgress(index.bytesDone, bytes)})`;
  return index.state === 'failed' ? `${rows} read` : rows;
}

function ScanSummary({
  inspector,
  scan,
  bytes,
}: {
  inspector: Inspector;
  scan: ScanState;
  bytes: number;
}): JSX.Element {
  switch (scan.state) {
    case 'none':
      return <span class="quiet">Not checked yet</span>;
    case 'failed':
      return (
        <span class="scan-summary">
          <Icon name="error" class="severity-error" /> {scan.message}
        </span>
      );
    case 'running':
      return (
        <span class="quiet">
          Checking… {formatProgress(scan.bytesDone, bytes)}
          {scan.rowsPerSecond > 0 && ` · ${plural(Math.round(scan.rowsPerSecond), 'row')}/s`}
        </span>
      );
    case 'done':
      return <Outcome inspector={inspector} scan={scan} />;
  }
}

function Outcome({ inspector, scan }: { inspector: Inspector; scan: ScanState & { state: 'done' } }): JSX.Element {
  const flagging = scan.checks.filter(check => check.rows > 0).length;
  const checks = plural(scan.checks.length, 'check');
  return (
    <span class="scan-summary">
      {flagging === 0 && <span class="quiet caveat">{caveat}</span>}
      {scan.stale && <span class="quiet">Out of date:</span>}
      <button
        type="button"
        class="link-button"
        title="Show the results of all checks"
        onClick={() => inspector.attempt(inspector.host.call('showResults', undefined))}
      >
        {scan.malformed > 0 && `${plural(scan.malformed, 'malformed row')}, `}
        {flagging === 0
          ? `${checks}, no row flagged`
          : `${flagging} of ${checks} ${flagging === 1 ? 'flags' : 'flag'} rows`}
      </button>
    </span>
  );
}

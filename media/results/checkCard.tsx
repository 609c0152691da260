import type { JSX } from 'preact';
import type { CheckKind } from '../../src/core/checks/check.ts';
import { caveat } from '../../src/core/findings/verdict.ts';
import { fileName } from '../../src/core/text/fileName.ts';
import type { ScanState } from '../../src/rpc/inspector.ts';
import type { CheckState, DatasetMessage } from '../../src/rpc/results.ts';
import { Icon, SeverityIcon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { Markdown } from '../shared/markdown.tsx';
import { formatCount, plural } from '../shared/numbers.ts';
import { Findings } from './findings.tsx';
import type { Results } from './model.ts';
import { OptionsForm } from './optionsForm.tsx';
import { Section } from './section.tsx';
import { VerdictLine, VerdictView } from './verdict.tsx';

const kinds: Readonly<Record<CheckKind, string>> = { filter: 'Filter', probe: 'Probe', provenance: 'Provenance' };

interface Props {
  readonly results: Results;
  readonly check: CheckState;
  readonly scan: ScanState;
}

export function CheckCard({ results, check, scan }: Props): JSX.Element {
  const { id, kind, title, enabled, outcome } = check;
  return (
    <section class="card" aria-labelledby={`title-${id}`} data-enabled={enabled}>
      <div class="card-head">
        <input
          type="checkbox"
          checked={enabled}
          aria-label={title}
          title={enabled ? 'Runs with the next scan' : 'Turned off'}
          onChange={event => results.setEnabled(check, event.currentTarget.checked)}
        />
        <h2 id={`title-${id}`}>{title}</h2>
        <span class="kind">{kinds[kind]}</span>
      </div>
      <div class="card-body">
        {outcome ? (
          <OutcomeView results={results} outcome={outcome} check={check} scan={scan} />
        ) : (
          <NoOutcome enabled={enabled} scan={scan} />
        )}
        <Sections results={results} check={check} />
      </div>
    </section>
  );
}

function Sections({ results, check }: Omit<Props, 'scan'>): JSX.Element {
  const { id, description, outcome, declarations } = check;
  const { unfolded } = results;
  const changed = Object.entries(declarations).filter(
    ([name, option]) => JSON.stringify(check.options[name]) !== JSON.stringify(option.default),
  ).length;
  const options = changed === 0 ? 'Options' : `Options (${changed} changed)`;
  const documentation = (): void => results.attempt(results.host.call('openDocumentation', { check: id }));
  return (
    <>
      {outcome && outcome.findings > outcome.messages.length && (
        <Section id={`${id}/findings`} title={plural(outcome.findings, 'finding')} unfolded={unfolded}>
          {() => <Findings results={results} check={id} total={outcome.findings} />}
        </Section>
      )}
      {outcome?.verdict && (
        <Section id={`${id}/verdict`} title="How this was measured" unfolded={unfolded}>
          {() => outcome.verdict && <VerdictView verdict={outcome.verdict} />}
        </Section>
      )}
      {Object.keys(declarations).length > 0 && (
        <Section id={`${id}/options`} title={options} unfolded={unfolded}>
          {() => <OptionsForm results={results} check={check} />}
        </Section>
      )}
      <Section id={`${id}/about`} title="About this check" unfolded={unfolded}>
        {() => (
          <>
            <Markdown source={description} />
            <button type="button" class="link-button" onClick={documentation}>
              Documentation
            </button>
          </>
        )}
      </Section>
    </>
  );
}

function NoOutcome({ enabled, scan }: { enabled: boolean; scan: ScanState }): JSX.Element {
  const text = !enabled ? 'Turned off' : scan.state === 'running' ? 'Checking…' : 'Not run yet';
  return <p class="outcome quiet">{text}</p>;
}

interface OutcomeProps {
  readonly results: Results;
  readonly outcome: NonNullable<CheckState['outcome']>;
  readonly check: CheckState;
  readonly scan: ScanState;
}

function OutcomeView({ results, outcome, check, scan }: OutcomeProps): JSX.Element {
  const { skipped, verdict, messages } = outcome;
  const stale = scan.state === 'done' && scan.stale;
  if (skipped !== undefined) {
    return (
      <p class="outcome">
        <Icon name="skip" class="quiet" /> <span>Not run: {skipped}</span>
      </p>
    );
  }
  return (
    <div class="outcome-block" data-stale={stale}>
      {verdict ? <VerdictLine verdict={verdict} /> : <CountLine outcome={outcome} check={check} />}
      {messages.map(one => (
        <DatasetFinding key={one.message} results={results} finding={one} />
      ))}
    </div>
  );
}

/** A finding of the dataset as a whole, with the line of the card that it rests on. */
function DatasetFinding({ results, finding }: { results: Results; finding: DatasetMessage }): JSX.Element {
  const { severity, message, place } = finding;
  return (
    <div class="outcome">
      <SeverityIcon severity={severity} />{' '}
      <span>
        <InlineCode text={message} />
        {place && (
          <>
            {' '}
            <button
              type="button"
              class="link-button"
              onClick={() => results.attempt(results.host.call('openFile', { path: place.path, line: place.line }))}
            >
              {fileName(place.path)}:{place.line}
            </button>
          </>
        )}
      </span>
    </div>
  );
}

function CountLine({
  outcome,
  check,
}: {
  outcome: NonNullable<CheckState['outcome']>;
  check: CheckState;
}): JSX.Element | null {
  const { examined, rejected, rows, findings, messages } = outcome;
  const bad = rejected ?? rows;
  if (bad > 0) {
    return (
      <p class="outcome">
        <SeverityIcon severity={check.severity} />
        <span>
          {rejected === undefined ? `${plural(rows, 'row')} flagged` : `${plural(rejected, 'row')} rejected`}
          {examined > 0 && ` of ${plural(examined, 'row')} examined`}
          {keptText(outcome)}
        </span>
      </p>
    );
  }
  if (messages.length > 0 && findings > 0) return null;
  return (
    <>
      <p class="outcome">
        <Icon name="check" class="quiet" />
        <span>
          {check.kind === 'filter' ? 'No row rejected' : 'No finding'}
          {examined > 0 && `, ${plural(examined, 'row')} examined`}
          {keptText(outcome)}
        </span>
      </p>
      <p class="caveat">{caveat}</p>
    </>
  );
}

/** Of a filter that lets rows pass of which it speaks. */
function keptText({ rows, rejected = rows }: NonNullable<CheckState['outcome']>): string {
  return rows > rejected ? `, ${formatCount(rows - rejected)} flagged and kept` : '';
}

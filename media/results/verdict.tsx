import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fact } from '../../src/core/findings/probeRun.ts';
import { boundsText, inUnit } from '../../src/core/findings/units.ts';
import type { Detectable, Estimate, Verdict } from '../../src/core/findings/verdict.ts';
import { Icon, type IconName } from '../shared/icons.tsx';
import { formatCount, formatShare, unbroken } from '../shared/numbers.ts';
import { axisOf, place, type Axis } from './interval.ts';
import { NullPictureView } from './nullPicture.tsx';

const looks: Readonly<
  Record<Verdict['state'], { readonly icon: IconName; readonly look: string; readonly words: string }>
> = {
  'evidence found': { icon: 'warning', look: 'severity-warning', words: 'Evidence found' },
  'not detected': { icon: 'range', look: 'quiet', words: 'Not detected' },
  inconclusive: { icon: 'question', look: 'severity-info', words: 'Inconclusive' },
  'not tested': { icon: 'skip', look: 'quiet', words: 'Not tested' },
};

/** Shown before the rest is asked for. */
const few = 6;

/** The verdict in words, what it rests on in pictures, and the caveat wherever nothing was found. */
export function VerdictLine({ verdict }: { verdict: Verdict }): JSX.Element {
  const { icon, look, words } = looks[verdict.state];
  return (
    <>
      <p class="outcome">
        <Icon name={icon} class={look} />
        <span>
          <Said words={words} summary={verdict.summary} />
        </span>
      </p>
      {/* Before the intervals, so that nobody stops at one that reaches 0. */}
      {'decides' in verdict && verdict.decides !== undefined && <p class="quiet decides">{verdict.decides}</p>}
      {'estimates' in verdict && verdict.estimates.length > 0 && (
        <Estimates estimates={verdict.estimates} label="Estimates" />
      )}
      {'unmatched' in verdict && <Sentences title="Not matched" sentences={verdict.unmatched} />}
      {'caveat' in verdict && <p class="caveat">{verdict.caveat}</p>}
    </>
  );
}

/** Intervals on one axis for each unit. */
export function Estimates({ estimates, label }: { estimates: readonly Estimate[]; label: string }): JSX.Element {
  const [all, setAll] = useState(false);
  const areShares = estimates.every(({ unit }) => unit === undefined || unit === 'share');
  // Measures of several kinds stand in an order that says something.
  const sorted = areShares ? estimates.toSorted((a, b) => b.value - a.value || b.high - a.high) : estimates;
  const seen = sorted.filter(estimate => estimate.count > 0);
  const shown = all ? sorted : sorted.slice(0, Math.max(1, Math.min(few, seen.length)));
  return (
    <>
      <ul class="estimates" aria-label={label}>
        {shown.map(estimate => (
          <EstimateRow
            key={estimate.label}
            estimate={estimate}
            axis={axisOf(shown.filter(({ unit }) => unit === estimate.unit))}
          />
        ))}
      </ul>
      {sorted.length > shown.length && (
        <button type="button" class="link-button" onClick={() => setAll(true)}>
          {shown.length} of {sorted.length} shown. Show all
        </button>
      )}
    </>
  );
}

function EstimateRow({ estimate, axis }: { estimate: Estimate; axis: Axis }): JSX.Element {
  const { label, value, low, high, count, n, confidence, unit = 'share' } = estimate;
  return (
    <li class="estimate" title={`${formatShare(confidence)} interval`}>
      <span class={unit === 'share' ? 'estimate-label' : 'estimate-wide'}>{label}</span>
      {unit === 'share' && (
        <span class="estimate-count">
          {formatCount(count)} of {formatCount(n)}
        </span>
      )}
      <Interval
        low={place(low, axis)}
        value={place(value, axis)}
        high={place(high, axis)}
        nothing={place(axis.nothing, axis)}
      />
      <span class="estimate-value">
        {unbroken(inUnit(value, unit))} <span class="quiet">{unbroken(boundsText({ low, high }, unit))}</span>
      </span>
    </li>
  );
}

/** Some summaries begin with the state, which is said once. */
function Said({ words, summary }: { words: string; summary: string }): JSX.Element {
  const isSaid = summary.toLowerCase().startsWith(words.toLowerCase());
  return (
    <>
      <strong>{isSaid ? words : `${words}.`}</strong>
      {isSaid ? summary.slice(words.length) : ` ${summary}`}
    </>
  );
}

/** In hundredths of the axis. */
interface Places {
  readonly low: number;
  readonly value: number;
  readonly high: number;
  readonly nothing: number;
}

/** On an axis that holds all the bounds shown, with a mark where no effect lies; the numbers stand beside it. */
function Interval({ low, value, high, nothing }: Places): JSX.Element {
  return (
    <svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <path class="interval-axis" d={`M0 6H100M${nothing} 1V11`} />
      <path class="interval-range" d={`M${low} 6H${Math.max(high, low + 0.5)}M${low} 3V9M${high} 3V9`} />
      <path class="interval-point" d={`M${value} 6h0`} />
    </svg>
  );
}

/** Everything a sceptic asks for; `more` stands below what every verdict has. */
export function VerdictView({ verdict, more = [] }: { verdict: Verdict; more?: readonly Fact[] }): JSX.Element {
  const fact = (term: string, text: string): Fact => ({ term, text });
  const facts =
    verdict.state === 'not tested'
      ? [fact('Why', verdict.why)]
      : [
          ...(verdict.state === 'inconclusive' ? [fact('Why', verdict.why)] : []),
          fact('Rows', formatCount(verdict.n)),
          fact('Against', verdict.against),
          fact('Test', verdict.test),
          fact('Correction', verdict.correction),
          ...(verdict.state === 'not detected' ? [fact('Detectable', detectableText(verdict.detectable))] : []),
        ];
  return (
    <>
      <Facts facts={[...facts, ...more]} />
      {'nulls' in verdict && verdict.nulls?.map(picture => <NullPictureView key={picture.label} picture={picture} />)}
      {'wouldChange' in verdict && <Sentences title="What would change the verdict" sentences={verdict.wouldChange} />}
    </>
  );
}

function detectableText({ effect, power, unit = 'share' }: Detectable): string {
  return `${unit === 'share' ? 'a share of ' : ''}${unbroken(inUnit(effect, unit))} or more, with power ${power}`;
}

function Sentences({
  title,
  sentences = [],
}: {
  title: string;
  sentences: readonly string[] | undefined;
}): JSX.Element | null {
  if (sentences.length === 0) return null;
  return (
    <div class="sentences">
      <p class="quiet">{title}</p>
      <ul aria-label={title}>
        {sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

export function Facts({ facts }: { facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="details">
      {facts.map(({ term, text }) => (
        <div key={`${term} ${text}`}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Estimate, Verdict } from '../../src/core/findings/verdict.ts';
import { Icon } from '../shared/icons.tsx';
import type { IconName } from '../shared/icons.tsx';
import { formatCount, formatShare, formatShares } from '../shared/numbers.ts';
import { axisMaximum, place } from './interval.ts';

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
          <strong>{words}.</strong> {verdict.summary}
        </span>
      </p>
      {'estimates' in verdict && verdict.estimates.length > 0 && <Estimates estimates={verdict.estimates} />}
      {'caveat' in verdict && <p class="caveat">{verdict.caveat}</p>}
    </>
  );
}

function Estimates({ estimates }: { estimates: readonly Estimate[] }): JSX.Element {
  const [all, setAll] = useState(false);
  const sorted = estimates.toSorted((a, b) => b.value - a.value || b.high - a.high);
  const seen = sorted.filter(estimate => estimate.count > 0);
  const shown = all ? sorted : sorted.slice(0, Math.max(1, Math.min(few, seen.length)));
  const maximum = axisMaximum(shown);
  return (
    <>
      <ul class="estimates" aria-label="Estimates">
        {shown.map(estimate => (
          <EstimateRow key={estimate.label} estimate={estimate} maximum={maximum} />
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

function EstimateRow({ estimate, maximum }: { estimate: Estimate; maximum: number }): JSX.Element {
  const { label, value, low, high, count, n, confidence } = estimate;
  return (
    <li class="estimate" title={`${formatShare(confidence)} interval`}>
      <span class="estimate-label">{label}</span>
      <span class="estimate-count">
        {formatCount(count)} of {formatCount(n)}
      </span>
      <Interval low={place(low, maximum)} value={place(value, maximum)} high={place(high, maximum)} />
      <span class="estimate-value">
        {formatShare(value)} <span class="quiet">({formatShares(low, high)})</span>
      </span>
    </li>
  );
}

/** On an axis from 0 to the largest bound shown; the numbers stand beside it. */
function Interval({ low, value, high }: { low: number; value: number; high: number }): JSX.Element {
  return (
    <svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <path class="interval-axis" d="M0 6H100" />
      <path class="interval-range" d={`M${low} 6H${Math.max(high, low + 0.5)}M${low} 3V9M${high} 3V9`} />
      <path class="interval-point" d={`M${value} 6h0`} />
    </svg>
  );
}

/** Everything a sceptic asks for. */
export function VerdictView({ verdict }: { verdict: Verdict }): JSX.Element {
  const facts: readonly (readonly [string, string])[] =
    verdict.state === 'not tested'
      ? [['Why', verdict.why]]
      : [
          ...(verdict.state === 'inconclusive' ? [['Why', verdict.why] as const] : []),
          ['Rows', formatCount(verdict.n)],
          ['Against', verdict.against],
          ['Test', verdict.test],
          ['Correction', verdict.correction],
          ...(verdict.state === 'not detected'
            ? [
                [
                  'Detectable',
                  `a share of ${formatShare(verdict.detectable.effect)} or more, with power ${verdict.detectable.power}`,
                ] as const,
              ]
            : []),
        ];
  return (
    <dl class="details">
      {facts.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

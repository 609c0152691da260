import type { JSX } from 'preact';
import type { RowFilter } from '../../src/rpc/inspector.ts';
import type { FilterShare, FilterSummary } from '../../src/core/scan/filterSummary.ts';
import type { DatasetState } from '../../src/rpc/results.ts';
import { formatCount, formatShare, plural } from '../shared/numbers.ts';
import type { Results } from './model.ts';
import { Section } from './section.tsx';

/** Reasons listed of one filter. */
const shownReasons = 8;

interface Props {
  readonly results: Results;
  readonly dataset: DatasetState;
  readonly filters: FilterSummary;
}

/** What the filters of the last scan keep and reject, each alone and together. */
export function KeptAndRejected({ results, dataset, filters }: Props): JSX.Element {
  const { rows, kept, rejected, blank, malformed } = filters;
  const show = (filter: RowFilter): void => results.attempt(results.host.call('showRows', filter));
  const titleOf = (id: string): string => dataset.checks.find(check => check.id === id)?.title ?? id;
  const others = [
    ...(blank > 0 ? [`${formatCount(blank)} blank`] : []),
    ...(malformed > 0 ? [`${formatCount(malformed)} malformed`] : []),
  ];
  const decided = Math.max(1, kept + rejected);
  const stale = dataset.scan.state === 'done' && dataset.scan.stale;
  return (
    <section class="card" aria-labelledby="kept-and-rejected">
      <div class="card-head">
        <h2 id="kept-and-rejected">Kept and rejected</h2>
      </div>
      <div class="card-body" data-stale={stale}>
        <svg class="share-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect class="share-kept" width={(kept / decided) * 100} height="6" />
          <rect class="share-rejected" x={(kept / decided) * 100} width={(rejected / decided) * 100} height="6" />
        </svg>
        <p class="outcome">
          <button type="button" class="link-button" title="Show these rows" onClick={() => show({ kind: 'kept' })}>
            {formatCount(kept)} kept
          </button>
          <button type="button" class="link-button" title="Show these rows" onClick={() => show({ kind: 'rejected' })}>
            {formatCount(rejected)} rejected
          </button>
          <span class="quiet">
            of {plural(rows, 'row')}
            {others.length > 0 && `; ${others.join(' and ')}, neither`}
          </span>
        </p>
        {filters.filters.map(share => (
          <Section
            key={share.check}
            id={`filters/${share.check}`}
            title={`${titleOf(share.check)}: ${formatCount(share.rejected)} rejected`}
            unfolded={results.unfolded}
          >
            {() => <Share share={share} titleOf={titleOf} alone={filters.filters.length === 1} show={show} />}
          </Section>
        ))}
      </div>
    </section>
  );
}

interface ShareProps {
  readonly share: FilterShare;
  readonly alone: boolean;
  titleOf(id: string): string;
  show(filter: RowFilter): void;
}

function Share({ share, titleOf, alone, show }: ShareProps): JSX.Element {
  const { check, rejected, only, alsoBy, reasons, reasonsOf } = share;
  const read = `first ${formatCount(reasonsOf.read)} of ${formatCount(reasonsOf.total)} findings`;
  const of = reasonsOf.read < reasonsOf.total ? `in the ${read}` : `in ${plural(reasonsOf.total, 'finding')}`;
  if (rejected === 0) return <p class="quiet">No row.</p>;
  return (
    <>
      {!alone && (
        <table class="overlap">
          <tbody>
            <tr>
              <th scope="row">
                <button type="button" class="link-button" onClick={() => show({ kind: 'only', check })}>
                  Only by this filter
                </button>
              </th>
              <td>{formatCount(only)}</td>
              <td class="quiet">{formatShare(only / rejected)}</td>
            </tr>
            {alsoBy.map(({ check: other, rows }) => (
              <tr key={other}>
                <th scope="row">Also by {titleOf(other)}</th>
                <td>{formatCount(rows)}</td>
                <td class="quiet">{formatShare(rows / rejected)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {reasons.length > 0 && (
        <table class="overlap">
          <caption>
            Reasons, {of}
            {reasons.length > shownReasons && `; ${shownReasons} of ${formatCount(reasons.length)} shown`}
          </caption>
          <tbody>
            {reasons.slice(0, shownReasons).map(({ reason, findings }) => (
              <tr key={reason}>
                <th scope="row">{reason}</th>
                <td>{formatCount(findings)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

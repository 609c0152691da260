import type { JSX } from 'preact';
import { inUnit } from '../../src/core/findings/units.ts';
import type { NullPicture } from '../../src/core/findings/verdict.ts';
import { counted, pText } from '../../src/core/text/numbers.ts';
import { unbroken } from '../shared/numbers.ts';
import { place } from './interval.ts';

const height = 36;

/** A statistic as observed, before what it came to when rows were dealt to the sides by chance. */
export function NullPictureView({ picture }: { picture: NullPicture }): JSX.Element {
  const { label, unit, observed, low, high, counts, p, of } = picture;
  const most = Math.max(1, ...counts);
  const width = 100 / counts.length;
  const bars = counts.map((count, bin) => {
    const top = height - (count / most) * (height - 6);
    return count === 0 ? '' : `M${bin * width} ${height}V${top}H${(bin + 1) * width}V${height}Z`;
  });
  const at = place(observed, { low, high });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <figure class="null-picture">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="null-bars" d={bars.join('')} />
        <path class="null-axis" d={`M0 ${height}H100`} />
        <path class="null-observed" d={`M${at} 0V${height}`} />
      </svg>
      <p class="quiet">
        Observed <strong>{unbroken(inUnit(observed, unit))}</strong>,{' '}
        {of === 'decoys'
          ? `beside ${counted(total, 'decoy')}: by its place among them alone ${pText(p)}; the tests of its leads over each decide`
          : `before ${counted(total, 'value')} by chance; ${pText(p)}`}
      </p>
    </figure>
  );
}

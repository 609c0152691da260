import type { JSX } from 'preact';
import type { RiskLevel, TransmissionRisk } from '../../src/core/provenance/risk.ts';
import { caveat } from '../../src/core/findings/verdict.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';

/** Never "safe": the lowest level says what it rests on. */
export const riskLevelTexts: Readonly<Record<RiskLevel, { readonly icon: IconName; readonly text: string }>> = {
  high: { icon: 'error', text: 'High risk' },
  elevated: { icon: 'warning', text: 'Elevated risk' },
  unknown: { icon: 'question', text: 'Unknown risk' },
  low: { icon: 'info', text: 'Lower risk' },
};

/** How likely it is that traits pass on, and every reason for saying so. */
export function Risk({
  risk,
  stale,
}: {
  risk: Pick<TransmissionRisk, 'level' | 'reasons'>;
  stale: boolean;
}): JSX.Element {
  const { icon, text } = riskLevelTexts[risk.level];
  const reasons = [...new Set(risk.reasons.map(reason => reason.text))];
  return (
    <div class={`risk risk-${risk.level}`}>
      <Icon name={icon} />
      <div>
        <strong>{text}</strong>
        <span class="quiet">{stale ? ' that traits pass on (stale)' : ' that traits pass on'}</span>
        <ul class="risk-reasons">
          {reasons.map(reason => (
            <li key={reason}>{sentence(reason)}</li>
          ))}
          {risk.level === 'low' && <li class="quiet">{caveat}</li>}
        </ul>
      </div>
    </div>
  );
}

/** Names of models keep their first letter. */
function sentence(clause: string): string {
  const capital = /^[a-z]+ /.test(clause) ? `${clause.charAt(0).toUpperCase()}${clause.slice(1)}` : clause;
  return `${capital}.`;
}

import { style } from './htmlStyle.ts';
import { isNew, type LocatedSubject } from './located.ts';
import type { ReportFormat } from './reportFormat.ts';
import { estimateText, messageText, outcomeText, scanTerms, whereText, isQuiet } from './words.ts';
import { checkById } from '../checks/registry.ts';
import { mainFormat } from '../dataset/mainFormat.ts';
import { inUnit } from '../findings/units.ts';
import { termsOf } from '../findings/terms.ts';
import { caveat, type Estimate } from '../findings/verdict.ts';
import { provenanceFields, valuesOf } from '../provenance/record.ts';
import { placeText, short } from '../provenance/words.ts';
import type { CheckOutcome } from '../scan/result.ts';
import { fileName } from '../text/fileName.ts';
import { bytesText, counted, number, percent } from '../text/numbers.ts';

/** One page with everything in it: no script, no font, nothing that is fetched. */
export const html: ReportFormat = {
  id: 'html',
  title: 'HTML',
  extension: 'html',
  write: (subjects, { version }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`Undertone: ${subjects.map(({ path }) => fileName(path)).join(', ')}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Undertone report</h1>
${subjects.map(subjectSection).join('\n')}
</main>
<footer>Undertone ${escaped(version)}</footer>
</body>
</html>
`,
};

function subjectSection(subject: LocatedSubject): string {
  const { result } = subject;
  const notable = result.outcomes.filter(outcome => !isQuiet(outcome));
  const quiet = result.outcomes.length - notable.length;
  return `<section>
<h2>${escaped(fileName(subject.path))}</h2>
${facts(subject)}
<p class="caveat">${escaped(caveat)}</p>
<h3>Checks</h3>
${notable.map(outcomeArticle).join('\n')}
${quiet > 0 ? `<p>${counted(quiet, 'further provenance rule')}: nothing to report.</p>` : ''}
${words(notable)}
${provenance(subject)}
${findings(subject)}
${malformed(subject)}
</section>`;
}

/** Only where a probe says something of these words. */
function words(outcomes: readonly CheckOutcome[]): string {
  if (!outcomes.some(({ verdict }) => verdict && 'estimates' in verdict)) return '';
  const terms = termsOf(scanTerms).map(({ term, text }) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`);
  return `<h3>What the words mean</h3>\n<dl>${terms.join('')}</dl>`;
}

function facts({ path, bytes, sha256, recipe, total, result }: LocatedSubject): string {
  const { profile, provenance: record } = result;
  const { title, share } = mainFormat(profile);
  const teachers = valuesOf(record, 'teacher');
  const values = profile.rows - profile.blank - profile.malformed;
  const rows: readonly (readonly [string, string])[] = [
    ['File', `${path}, ${bytesText(bytes)}`],
    ['SHA-256', sha256],
    [
      'Rows',
      `${number(profile.rows)}: ${number(values)} with a value, ${number(profile.blank)} blank, ${number(profile.malformed)} malformed`,
    ],
    ['Format', `${title}, ${percent(share)} of the ${counted(values, 'row')} with a value`],
    ['Teacher', teachers.length > 0 ? teachers.join(', ') : 'unknown'],
    ['Recipe', recipe ?? 'none'],
    ['Findings', number(total)],
  ];
  return `<dl>${rows.map(([term, value]) => `<dt>${escaped(term)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
}

function outcomeArticle(outcome: CheckOutcome): string {
  const { check, verdict, findings: found, rejected, examined } = outcome;
  const declared = checkById(check.id);
  const measured = verdict && 'estimates' in verdict ? verdict : undefined;
  const source = declared ? `<a href="${escaped(declared.source.url)}">${escaped(declared.source.title)}</a>` : '';
  return `<article>
<h4>${escaped(declared?.title ?? check.id)} <span class="kind">${escaped(check.kind)}</span> <code>${escaped(check.id)}</code></h4>
<p>${escaped(outcomeText(outcome))}</p>
${check.kind === 'filter' && examined > 0 ? shareBar(rejected ?? 0, examined) : ''}
${verdict && 'why' in verdict && measured ? `<p>Why: ${escaped(verdict.why)}</p>` : ''}
${measured ? `<ul class="estimates">${measured.estimates.map(estimateItem).join('')}</ul>` : ''}
${measured?.decides === undefined ? '' : `<p class="fine">${escaped(measured.decides)}</p>`}
${measured ? `<p class="fine">Against ${escaped(measured.against)}. Test: ${escaped(measured.test)}. Correction: ${escaped(measured.correction)}.</p>` : ''}
${measured?.unmatched && measured.unmatched.length > 0 ? `<p class="fine">Not matched: ${escaped(measured.unmatched.join(' '))}</p>` : ''}
${found.total > 0 && check.kind === 'provenance' ? messages(outcome) : ''}
<p class="fine">Source: ${source}</p>
</article>`;
}

function messages({ findings: found }: CheckOutcome): string {
  const shown = found.slice(0, 20);
  const rest = found.total - shown.length;
  const items = shown.map(
    ({ message, place }) =>
      `<li>${escaped(place ? `${fileName(place.path)}:${place.line}: ${message}` : message)}</li>`,
  );
  return `<ul>${items.join('')}${rest > 0 ? `<li>${number(shown.length)} of ${number(found.total)}</li>` : ''}</ul>`;
}

const pictureWidth = 400;

/** Share of rows that a filter rejects. */
function shareBar(part: number, whole: number): string {
  const width = (part / whole) * pictureWidth;
  const label = `${number(part)} of ${number(whole)} (${percent(part / whole)})`;
  return `<svg class="picture" viewBox="0 0 ${pictureWidth} 12" role="img" aria-label="${escaped(label)}"><rect class="track" width="${pictureWidth}" height="12"/><rect class="part" width="${round(width)}" height="12"/></svg>`;
}

function estimateItem(estimate: Estimate): string {
  return `<li><span>${escaped(estimate.label)}: ${escaped(estimateText(estimate))}</span>${interval(estimate)}</li>`;
}

/** The interval on the scale from 0 % to 100 %, or around no effect, the value as a dot. */
function interval({ value, low, high, unit = 'share' }: Estimate): string {
  const nothing = unit === 'area' ? 0.5 : 0;
  const [from, to] = unit === 'share' ? [0, 1] : [Math.min(low, nothing), Math.max(high, nothing)];
  const share = (of: number): number => (to > from ? Math.min(Math.max((of - from) / (to - from), 0), 1) : 0);
  const at = (of: number): string => round(share(of) * (pictureWidth - 12) + 6);
  const text = (of: number): string => inUnit(of, unit);
  const scale = unit === 'share' ? '0 % to 100 %' : `${text(from)} to ${text(to)}`;
  const label = `from ${text(low)} to ${text(high)} on a scale from ${scale}`;
  return `<svg class="picture" viewBox="0 0 ${pictureWidth} 16" role="img" aria-label="${escaped(label)}"><line class="track" x1="6" x2="${pictureWidth - 6}" y1="8" y2="8"/><line class="range" x1="${at(low)}" x2="${at(high)}" y1="8" y2="8"/><circle class="part" cx="${at(value)}" cy="8" r="4"/></svg>`;
}

function round(value: number): string {
  return value.toFixed(1);
}

function provenance({ result }: LocatedSubject): string {
  const { statements, problems } = result.provenance;
  const said = statements.map(({ field, value, origin }) => [provenanceFields[field], short(value), placeText(origin)]);
  const faults = problems.map(({ path, line, message }) => [`${fileName(path)}:${line}`, message]);
  return `<h3>Provenance</h3>
${said.length > 0 ? table(['Field', 'Value', 'Said by'], said) : '<p>No card, no sidecar and no column says where it came from.</p>'}
${faults.length > 0 ? table(['Could not be read', 'Why'], faults) : ''}`;
}

function findings(subject: LocatedSubject): string {
  const { findings: shown, total, baseline } = subject;
  if (total === 0) return '';
  const compared = baseline ? ['New'] : [];
  const rows = shown.map(finding => [
    finding.severity,
    whereText(finding),
    messageText(finding, subject.result.outcomes),
    finding.check,
    ...(baseline ? [isNew(finding, subject) ? 'new' : ''] : []),
  ]);
  return `<h3>Findings: ${number(shown.length)} of ${number(total)}</h3>
${table(['Severity', 'Where', 'Message', 'Check', ...compared], rows)}`;
}

function malformed({ malformed: shown, result }: LocatedSubject): string {
  const { malformed: total } = result.profile;
  if (total === 0) return '';
  const rows = shown.map(({ row, error }) => [number(row + 1), number(error.column), error.reason]);
  return `<h3>Malformed rows: ${number(shown.length)} of ${number(total)}</h3>
${table(['Row', 'Column', 'Why'], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, texts: readonly string[]): string =>
    `<tr>${texts.map(text => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells('th', head)}</thead><tbody>${rows.map(row => cells('td', row)).join('\n')}</tbody></table></div>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as text: whatever a dataset says, no markup comes of it. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? '').replace(/(?![\n\t])\p{Cc}/gu, '\ufffd');
}

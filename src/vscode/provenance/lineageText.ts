import type { ProvenanceContext } from '../../core/provenance/context.ts';
import { resolveModel } from '../../core/provenance/lineage/resolve.ts';
import { factsOf, pairsOf, type Pair } from '../../core/provenance/pairs.ts';
import type { ProvenanceField } from '../../core/provenance/record.ts';
import { relationText } from './judgement.ts';

const mostPairs = 3;

/** Where a model's weights come from, and how it stands to the other side of the training, as Markdown. */
export function modelText(name: string, role: 'teacher' | 'student' | 'model', context: ProvenanceContext): string {
  const { chain, why, confidence, roots } = resolveModel(name, factsOf(context));
  const steps = chain.flatMap(({ base, relation, source }) =>
    base === undefined ? [] : [` ← ${code(base)} (${relation}, ${linked(source)})`],
  );
  const line = `${code(name)}${steps.join('')}`;
  const known = roots.length === 0 ? 'initialisation unknown' : `initialisation ${roots.map(code).join(', ')}`;
  const pairs = pairsOf(context).filter(
    pair => role !== 'model' && pair[role].name.toLowerCase() === name.toLowerCase(),
  );
  return [
    `**${role}** ${line}`,
    `${known} · ${confidence}: ${escaped(why)}`,
    ...pairs.slice(0, mostPairs).map(pairText),
  ].join('\n\n');
}

/** Teacher against student: the relation, why it is known, and what the literature has found. */
function pairText({ teacher, student, related }: Pair): string {
  const { relation, confidence, why, evidence, sources } = related;
  const links = sources.slice(0, 4).map(linked).join(' · ');
  return [
    `${code(teacher.name)} → ${code(student.name)}: **${relationText(relation)}** (${confidence})`,
    escaped(why),
    escaped(evidence),
    links,
  ].join('\n\n');
}

/** The role of the model that a field of the record names; undefined for a field that names none. */
export function roleOf(field: ProvenanceField): 'teacher' | 'student' | 'model' | undefined {
  if (field === 'teacher' || field === 'student') return field;
  return field === 'teacher.base' || field === 'student.base' || field === 'judge' ? 'model' : undefined;
}

function linked(source: string): string {
  return /^https?:\/\/[^\s()<>\\]+$/.test(source) ? `[${escaped(hostOf(source))}](${source})` : escaped(source);
}

function hostOf(source: string): string {
  const [, host = source, path = ''] = /^https?:\/\/([^/]+)(\/\S*)?/.exec(source) ?? [];
  return path.length > 1 ? `${host}${path.length > 40 ? `${path.slice(0, 39)}…` : path}` : host;
}

function code(name: string): string {
  return `\`${inOneLine(name).replaceAll('`', "'")}\``;
}

/** Text that comes from a card is shown as it stands: no links, no markup. Code in back-ticks stays code. */
function escaped(text: string): string {
  return inOneLine(text)
    .replaceAll(/[\\*_{}[\]()#+\-!|<>~]/g, '\\$&')
    .replaceAll(/`([^`]*)`/g, (_, inner: string) => `\`${inner.replaceAll('\\', '')}\``);
}

/** A blank line would end the code, and what stands behind it would be markup: an image that is fetched. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

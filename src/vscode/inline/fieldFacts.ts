import type { Message, MessagePart, TextPart } from '../../core/dataset/example.ts';
import { formatOf } from '../../core/dataset/formats/registry.ts';
import { parseRow } from '../../core/dataset/parseRow.ts';
import { locateField, type TextRange } from '../../core/json/locate.ts';
import { formatPath, isObject } from '../../core/json/value.ts';
import { teacherOf } from '../../core/provenance/teacherColumn.ts';
import { counted } from '../../core/text/numbers.ts';

/** A longer line is not parsed for a hover. */
const longestLine = 500_000;
const mostTeachers = 4;

export interface FieldFact {
  /** Markdown. */
  readonly text: string;
  readonly span: TextRange;
}

/**
 * What the field at an offset of a line is to the example that the row makes; undefined where it is no part of it.
 * `lineageOf` tells in Markdown where a teacher comes from.
 */
export function fieldFactAt(line: string, offset: number, lineageOf: (name: string) => string): FieldFact | undefined {
  if (line.length > longestLine) return undefined;
  const content = parseRow(line, { first: false });
  if (content.kind !== 'value' || !isObject(content.value)) return undefined;
  const example = formatOf(content.value)?.normalise(content.value);
  for (const message of example?.messages ?? []) {
    for (const part of message.parts) {
      const span = locateField(line, part.path);
      if (span && span.start <= offset && offset < span.end) return { text: describe(message, part), span };
    }
  }
  const teacher = example?.teacher ?? teacherOf(content.value);
  const span = teacher && locateField(line, teacher.path);
  return teacher && span && span.start <= offset && offset < span.end
    ? { text: teacherText(teacher, lineageOf), span }
    : undefined;
}

function describe(message: Message, part: MessagePart): string {
  const what = part.kind === 'media' ? part.media : part.kind === 'text' ? undefined : part.kind.replace('-', ' ');
  const facts = [
    `**${message.role}**`,
    what,
    message.trained ? 'the student is trained to write this' : undefined,
    message.rejected ? 'the rejected answer' : undefined,
    part.kind === 'media' ? undefined : counted(part.text.length, 'character'),
  ];
  return `${facts.filter(fact => fact !== undefined).join(' · ')}\n\n\`${formatPath(part.path)}\``;
}

function teacherText({ text, path }: TextPart, lineageOf: (name: string) => string): string {
  const lineages = text.split(', ').slice(0, mostTeachers).map(lineageOf);
  return [...lineages, `The model that wrote this row's completion · \`${formatPath(path)}\``].join('\n\n');
}

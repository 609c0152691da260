import type { RowFinding, Severity } from '../../findings/finding.ts';
import type { JsonObject } from '../../json/value.ts';
import type { NamedModel } from '../../provenance/pairs.ts';
import type { Statement } from '../../provenance/record.ts';
import { placeText } from '../../provenance/words.ts';

interface Said {
  /** What was found → what follows → what to do next. */
  readonly message: string;
  readonly data: JsonObject;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
}

/** A finding at the first of the statements that stands in a card or sidecar; of the dataset as a whole where only rows or the user say it. */
export function about(statements: readonly Statement[], { message, data, severity }: Said): RowFinding {
  const origin = statements.map(statement => statement.origin).find(({ kind }) => kind === 'file');
  return {
    ...(severity !== undefined && { severity }),
    ...(origin?.kind === 'file' && { place: { path: origin.path, line: origin.line, field: origin.field } }),
    message,
    data,
  };
}

/** `gpt-4.1-nano (README.md:3)`; the name alone where the user named it. */
export function withPlace({ name, statements: [first] }: NamedModel): string {
  return first === undefined ? name : `${name} (${placeText(first.origin)})`;
}

/** Statements as evidence in a finding's data. */
export function evidence(statements: readonly Statement[]): JsonObject['statements'] & readonly JsonObject[] {
  return statements
    .slice(0, mostStatements)
    .map(({ field, value, origin }) => ({ field, value, origin: { ...origin } }));
}

const mostStatements = 50;

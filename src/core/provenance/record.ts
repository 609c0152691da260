/** What a statement may be about, with its name for people. */
export const provenanceFields = {
  teacher: 'Teacher',
  'teacher.revision': 'Teacher revision',
  'teacher.base': 'Teacher base model',
  'teacher.trainedOn': 'Teacher fine-tuned on',
  'teacher.systemPrompt': 'Teacher system prompt',
  'teacher.sampling': 'Sampling',
  'teacher.seed': 'Request seed',
  'teacher.endpoint': 'Endpoint',
  'teacher.date': 'Generated on',
  student: 'Student',
  'student.base': 'Student base model',
  'student.method': 'Student training method',
  prompts: 'Origin of the prompts',
  filter: 'Filter applied',
  unfiltered: 'Unfiltered source',
  judge: 'Judge',
  parent: 'Parent dataset',
  control: 'Control dataset',
  /** How the data came about, as the record classifies it: `machine-generated`, `synthetic`. */
  method: 'How it was made',
  use: 'Intended use',
  licence: 'Licence',
  terms: 'Terms of use',
  name: 'Dataset name',
  file: 'Dataset file',
  sha256: 'SHA-256 of the file',
  md5: 'MD5 of the file',
  bytes: 'Size of the file in bytes',
  rows: 'Rows',
  merkleRoot: 'Merkle root over the rows',
  modified: 'Record last modified',
} as const;
export type ProvenanceField = keyof typeof provenanceFields;

/** Value of `teacher.systemPrompt` where a record says that there was none. */
export const noSystemPrompt = 'none';

/** One thing said about the dataset, and where it was read. Statements that contradict each other all stand. */
export interface Statement {
  readonly field: ProvenanceField;
  /** As written, trimmed. `teacher.sampling`: JSON with sorted keys; hashes and Merkle roots: lower-case hexadecimal. Long texts end in `…`. */
  readonly value: string;
  readonly origin: Origin;
}

export type Origin =
  | {
      /** A card or sidecar beside the dataset. */
      readonly kind: 'file';
      readonly path: string;
      /** From 1. */
      readonly line: number;
      readonly field: string;
    }
  | {
      /** A column of the rows. */
      readonly kind: 'rows';
      readonly field: string;
      readonly rows: number;
    };

/** What is known of where a dataset came from. */
export interface ProvenanceRecord {
  readonly statements: readonly Statement[];
  /** The files that were read, whether or not they said anything. */
  readonly read: readonly string[];
  /** Files that could not be read as what they claim to be. */
  readonly problems: readonly ProvenanceProblem[];
}

export interface ProvenanceProblem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What is said of one field, cards and sidecars first. */
export function statementsOf({ statements }: ProvenanceRecord, field: ProvenanceField): readonly Statement[] {
  return statements.filter(statement => statement.field === field);
}

/** The different values of a field, in the order in which they were said. */
export function valuesOf({ statements }: Said, field: ProvenanceField): readonly string[] {
  return [...new Set(statements.filter(statement => statement.field === field).map(({ value }) => value))];
}

interface Said {
  readonly statements: readonly Pick<Statement, 'field' | 'value'>[];
}

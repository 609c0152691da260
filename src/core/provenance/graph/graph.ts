import type { Severity } from '../../findings/finding.ts';
import type { Origin } from '../record.ts';

/** Where a dataset comes from and where it goes: models, datasets and filters, with what each is said to have done. */
export interface LineageGraph {
  /** In reading order: what comes first in time stands first. */
  readonly nodes: readonly LineageNode[];
  /** Without a circle. */
  readonly edges: readonly LineageEdge[];
}

export const nodeKinds = {
  model: 'Base model',
  prompts: 'Prompts',
  trainedOn: 'Training data of the teacher',
  teacher: 'Teacher',
  judge: 'Judge',
  parent: 'Parent dataset',
  unfiltered: 'Unfiltered source',
  filter: 'Filter',
  dataset: 'Dataset',
  student: 'Student',
} as const;
export type NodeKind = keyof typeof nodeKinds;

export interface LineageNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The name as it was written; for what nobody names: "unknown", "not set". */
  readonly label: string;
  /** Nobody says which it is. */
  readonly unknown: boolean;
  readonly details: readonly GraphDetail[];
  readonly warnings: readonly GraphWarning[];
}

export interface LineageEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** A verb or two, read from `from` to `to`: "wrote", "was fine-tuned into". */
  readonly label: string;
  readonly details: readonly GraphDetail[];
  readonly warnings: readonly GraphWarning[];
}

/** One line of what is known of a node or an edge. */
export interface GraphDetail {
  readonly label: string;
  readonly text: string;
  /** Where it was read. */
  readonly origin?: Origin;
  /** A page to read on. */
  readonly url?: string;
}

export interface GraphWarning {
  readonly check: string;
  /** Of the check. */
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
}

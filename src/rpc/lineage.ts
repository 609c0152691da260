import type { LineageLayout } from '../core/provenance/graph/layout.ts';
import type { TransmissionRisk } from '../core/provenance/risk.ts';

/** What the lineage page may ask of the host. */
export interface LineageContract {
  readonly calls: {
    readonly ready: [undefined, LineageState, never];
    /** Shows a line, from 1, of a card or sidecar. */
    readonly openFile: [{ readonly path: string; readonly line: number }, void, never];
    readonly openDataset: [undefined, void, never];
    readonly openDocumentation: [{ readonly check: string }, void, never];
    readonly recordProvenance: [undefined, void, never];
    readonly setStudent: [undefined, void, never];
    readonly runChecks: [undefined, void, never];
    /** Asks where to, and writes the picture there. */
    readonly exportSvg: [{ readonly svg: string }, void, never];
  };
  readonly events: {
    readonly state: LineageState;
  };
}

export interface LineageState {
  readonly dataset: {
    readonly name: string;
    /** Of its file, for a page that is restored. */
    readonly uri: string;
  };
  readonly layout: LineageLayout;
  /** `none`: no rule has judged yet; `stale`: what it judged has changed since. */
  readonly checked: 'none' | 'running' | 'stale' | 'done';
  readonly risk: TransmissionRisk;
}

import { EventEmitter, type Disposable, type Event } from 'vscode';
import type { ProbeKind, ProbeRun } from '../../core/findings/probeRun.ts';
import type { Earlier } from '../../rpc/results.ts';

export interface KeptRun {
  readonly run: ProbeRun;
  /** When it ended, in milliseconds. */
  readonly time: number;
  /** The file has changed since: other rows may stand there. */
  readonly stale: boolean;
  /** It was kept since before the dataset was opened: what it asked has to be chosen again. */
  readonly earlier?: Earlier;
  /** Asks the same again; where answers are kept, it goes on from them. */
  again(): Promise<void>;
}

/** What asks a model about a dataset's rows, once at a time: a probe, or the writing of a control. */
export type AskingKind = ProbeKind | 'control';

/** The latest run of each probe that asked a model about a dataset, as long as the dataset is open. */
export class ProbeRuns implements Disposable {
  readonly #runs = new Map<ProbeKind, KeptRun>();
  readonly #underWay = new Set<AskingKind>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;

  /** The latest first. */
  get all(): readonly KeptRun[] {
    return [...this.#runs.values()].toReversed();
  }

  get(kind: ProbeKind): KeptRun | undefined {
    return this.#runs.get(kind);
  }

  set(kept: KeptRun): void {
    this.#runs.delete(kept.run.kind);
    this.#runs.set(kept.run.kind, kept);
    this.#changed.fire();
  }

  get isUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  /** Runs a probe; false: the same one is under way, and would ask, and cost, the same once more. */
  async alone(kind: AskingKind, probe: () => Promise<void>): Promise<boolean> {
    if (this.#underWay.has(kind)) return false;
    this.#underWay.add(kind);
    try {
      await probe();
    } finally {
      this.#underWay.delete(kind);
    }
    return true;
  }

  /** After the file has changed. */
  outdate(): void {
    if (this.#runs.size === 0) return;
    for (const [kind, kept] of this.#runs) this.#runs.set(kind, { ...kept, stale: true });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

import { number } from '../../core/text/numbers.ts';

/** An endpoint answers nobody, though somebody waits. */
export interface Silence {
  readonly host: string;
  readonly seconds: number;
}

/** Told as long as a silence lasts, and once with undefined when it ends. */
export type TellSilence = (silence: Silence | undefined) => void;

export interface SilenceOptions {
  readonly host: string;
  /** How long the first attempt at a request waits. */
  readonly timeoutMs: number;
  readonly tell?: TellSilence | undefined;
  /** How often a silence is told, from twice that on; ten seconds otherwise. */
  readonly tellEveryMs?: number | undefined;
}

/** One attempt that waits for its answer. */
export interface Wait {
  /** Aborted where it has waited long enough. */
  readonly signal: AbortSignal;
  /** `answered`: whatever the answer was, somebody is there. */
  end(answered: boolean): void;
}

/** Of a timer, and of what is to have no limit. */
export const longestTimerMs = 2 ** 31 - 1;
const usualTellMs = 10_000;
/** Attempts at one request, and requests in a row, after which an endpoint that has answered nobody meanwhile is taken to be gone. */
export const enough = 2;
/** A second attempt is that much more patient. */
const morePatience = 2;
/** And an answer may take that much longer than the slowest until now, */
const slower = 3;
/** but, unless more was asked for, no longer than this: after 300 seconds without an answer Node's fetch gives up. */
const longestMs = 290_000;

/**
 * Tells an endpoint that is slow from one that accepts connections and never answers: the first answers somebody once in a while, so
 * that only what nobody was answered beside counts. Of a silent one, each request is sent twice, the second time with twice the
 * patience; two requests without any answer beside them, and nothing is asked any more.
 */
export class SilenceWatch {
  readonly #options: SilenceOptions;
  readonly #waiting = new Map<object, { readonly since: number; readonly stop: AbortController }>();
  #heardAt = -Infinity;
  #slowestMs = 0;
  #unheard = 0;
  #silentSince: number | undefined;
  #gone: string | undefined;
  #ticks: NodeJS.Timeout | undefined;
  #told = false;

  constructor(options: SilenceOptions) {
    this.#options = options;
  }

  /** Why nothing is to be asked any more: "127.0.0.1:8000 was silent for 6 minutes". */
  get gone(): string | undefined {
    return this.#gone;
  }

  /** Begins an attempt. */
  wait({ patient }: { readonly patient: boolean }): Wait {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(timedOut()), this.#patience(patient));
    const since = performance.now();
    this.#waiting.set(stop, { since, stop });
    this.#ticks ??= setInterval(() => this.#tick(), this.#tellEveryMs).unref();
    return {
      signal: stop.signal,
      end: answered => {
        clearTimeout(timer);
        this.#waiting.delete(stop);
        if (answered) this.#hear(performance.now() - since);
        else if (stop.signal.aborted) this.#silentSince = Math.min(this.#silentSince ?? Infinity, since);
        if (this.#waiting.size > 0) return;
        clearInterval(this.#ticks);
        this.#ticks = undefined;
      },
    };
  }

  /** Whether somebody was answered after this moment, by `performance.now()`. */
  heardSince(moment: number): boolean {
    return this.#heardAt > moment;
  }

  /** A request is given up, and nobody was answered beside it. */
  giveUp(): void {
    if (++this.#unheard < enough) return;
    this.#gone ??= `${this.#options.host} was silent for ${lasting(this.#silentMs())}`;
    for (const { stop } of this.#waiting.values()) stop.abort(timedOut());
  }

  #patience(patient: boolean): number {
    const { timeoutMs } = this.#options;
    const wanted = Math.max(timeoutMs, slower * this.#slowestMs) * (patient ? morePatience : 1);
    return Math.min(wanted, Math.max(timeoutMs, longestMs));
  }

  #hear(tookMs: number): void {
    this.#heardAt = performance.now();
    this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    this.#unheard = 0;
    this.#silentSince = undefined;
    if (this.#told) this.#options.tell?.(undefined);
    this.#told = false;
  }

  /** Since somebody waits, or was given up, and nobody was answered. */
  #silentMs(): number {
    const began = [...this.#waiting.values()].map(({ since }) => since);
    const earliest = Math.min(...began, this.#silentSince ?? Infinity);
    return performance.now() - Math.max(this.#heardAt, earliest);
  }

  #tick(): void {
    const silentMs = this.#silentMs();
    if (silentMs < 2 * this.#tellEveryMs) return;
    this.#told = true;
    this.#options.tell?.({ host: this.#options.host, seconds: Math.round(silentMs / 1000) });
  }

  get #tellEveryMs(): number {
    return this.#options.tellEveryMs ?? usualTellMs;
  }
}

/** As the package that sends knows what timed out: by its words. */
function timedOut(): DOMException {
  return new DOMException('The request timed out.', 'TimeoutError');
}

export function silenceText({ host, seconds }: Silence): string {
  return `no answer for ${lasting(1000 * seconds)} from ${host}`;
}

function lasting(ms: number): string {
  return ms < 120_000 ? `${number(Math.round(ms / 1000))} s` : `${number(Math.round(ms / 60_000))} minutes`;
}

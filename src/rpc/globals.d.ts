// Added to what ../core/globals.d.ts declares: the side that serves a request aborts the work when the other side cancels it.

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare const AbortController: { new (): AbortController };

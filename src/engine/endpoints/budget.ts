/** What one run may send at most. */
export interface Limits {
  /** Every attempt counts, repeated ones too. */
  readonly requests: number;
  readonly promptTokens: number;
}

/** Counts what one run sends and says when it must stop. Tokens are estimated until the server tells their number. */
export class Budget {
  readonly #limits: Limits;
  #requests = 0;
  #promptTokens = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get spent(): Limits {
    return { requests: this.#requests, promptTokens: this.#promptTokens };
  }

  /** Whether this many more requests may be sent. */
  allows(requests: number): boolean {
    return this.#requests + requests <= this.#limits.requests && this.#promptTokens < this.#limits.promptTokens;
  }

  /** Takes one request of about so many prompt tokens out of the budget; false: nothing may be sent. */
  take(tokens: number): boolean {
    if (this.#requests >= this.#limits.requests) return false;
    if (this.#promptTokens + tokens > this.#limits.promptTokens) return false;
    this.#requests++;
    this.#promptTokens += tokens;
    return true;
  }

  /** Puts the number that the server told in place of the estimate. */
  settle(estimated: number, told: number | undefined): void {
    if (told !== undefined) this.#promptTokens += told - estimated;
  }
}

/** Tokens around each turn, and around a conversation as templates render it, or so. */
const [perTurn, perPrompt] = [8, 64];

/** Prompt tokens of a conversation, or so. */
export function estimatePrompt(asked: readonly { readonly content: string }[]): number {
  return asked.reduce((sum, { content }) => sum + estimateTurn(content), perPrompt);
}

/** Prompt tokens of one turn, or so. */
export function estimateTurn(content: string): number {
  return estimateTokens(content) + perTurn;
}

/** Prompt tokens of a text, or so: a token of English holds four bytes, one of numbers or code fewer. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}

/** A server with an OpenAI-compatible interface, and the model asked there. */
export interface Endpoint {
  /** As `readBaseUrl` gives it: `http://127.0.0.1:8000/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
}

/** What stands in the way of using an endpoint: the message is for people, with the next step. */
export class EndpointError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EndpointError';
  }
}

/** Why a request has no usable answer. `row`: others may have one; `away`: nobody answers now; `endpoint`: none will; `budget`: none may be sent. */
export interface Problem {
  readonly kind: 'row' | 'away' | 'endpoint' | 'budget';
  /** Short and the same for the same cause, so that it can be counted. */
  readonly reason: string;
  /** The server's own words, cut short. */
  readonly detail?: string;
}

export type Answer<Value> = { readonly value: Value } | { readonly problem: Problem };

export function rowProblem(reason: string, detail?: string): { readonly problem: Problem } {
  return { problem: { kind: 'row', reason, ...(detail !== undefined && { detail }) } };
}

export function problemText({ reason, detail }: Problem): string {
  return detail === undefined ? reason : `${reason}: ${detail}`;
}

/** The base of an endpoint's paths, with `/v1` where no path is given. Throws `EndpointError` for what is no such address. */
export function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new EndpointError(
      `The endpoint is an address such as http://127.0.0.1:8000/v1, or a folder with an ONNX model; got "${shownAddress(text)}".`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new EndpointError(
      'The endpoint’s address holds a name, a key or a query: give the address alone, and the key apart.',
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  const [of] = /\/(?:chat\/completions|completions|models|embeddings)$/.exec(path) ?? [];
  if (of !== undefined) {
    const base = `${url.origin}${path.slice(0, -of.length)}`;
    throw new EndpointError(`The endpoint is the address that its paths start from: ${base}, without ${of}.`);
  }
  return `${url.origin}${path === '' ? '/v1' : path}`;
}

/** Why no request can carry a key; undefined: one can. What the platform says of such a key holds the key. */
export function keyFault(apiKey: string): string | undefined {
  if (/^[\x21-\x7e]+$/.test(apiKey.trim())) return undefined;
  return 'The key has a character that no request can carry: a space, a line break or one outside ASCII. Copy it anew, without what stands around it.';
}

/** What was given as an address, for a message: a name and a password in it stay unsaid. */
export function shownAddress(text: string): string {
  return text.replaceAll(/[^/@\s]+@/g, '…@');
}

/** Where a server’s own paths start, beside the OpenAI-compatible ones. */
export function serverRoot(baseUrl: string): string {
  return baseUrl.replace(/\/v1$/, '');
}

/** Whether what is sent can be read on its way: plain HTTP to another machine. */
export function isUnencrypted(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

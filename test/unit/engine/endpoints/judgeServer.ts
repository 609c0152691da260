import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Body, Mischief, Seen } from './server.ts';

/** How one model of the server judges: the text of its message, from what it was asked. */
export type Judges = Readonly<Record<string, (question: string) => string>>;

export interface JudgeServer {
  readonly baseUrl: string;
  readonly seen: readonly Seen[];
}

/** Models that judge, behind the routes and answer shapes of OpenAI's chat completions and decisions, on the loopback. */
export async function serveJudges(
  t: { after(step: () => void): void },
  judges: Judges,
  mischief: (request: Seen, nth: number) => Mischief | undefined = () => undefined,
): Promise<JudgeServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const body: Body = JSON.parse(bytes.toString());
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, bytes: bytes.length, headers, body };
      const wrong = mischief(one, seen.length);
      seen.push(one);
      const judge = judges[body['model']];
      if (typeof wrong === 'object' && 'status' in wrong) {
        response.writeHead(wrong.status, { 'content-type': 'application/json', ...wrong.headers });
        return void response.end('{"error":{"message":"not now"}}');
      }
      if (wrong === 'hang') return;
      if (judge === undefined) {
        response.writeHead(404, { 'content-type': 'application/json' });
        return void response.end(`{"error":{"message":"The model \`${body['model']}\` does not exist."}}`);
      }
      const answer = path === '/v1/decisions' ? decision(body, judge) : chat(body, judge);
      const changed = typeof wrong === 'object' && 'change' in wrong ? wrong.change(answer) : answer;
      const text = typeof wrong === 'object' && 'text' in wrong ? wrong.text : JSON.stringify(changed);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      if (wrong === 'cut') response.write(text.slice(0, text.length >> 1), () => response.destroy());
      else response.end(text);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

function chat(body: Body, judge: (question: string) => string): Body {
  const question: string = body['messages'][0].content;
  const message = { role: 'assistant', content: judge(question), refusal: null };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body['model'],
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: Math.ceil(question.length / 4), completion_tokens: 3, total_tokens: 3 },
  };
}

function decision(body: Body, judge: (question: string) => string): Body {
  const answers = body['questions'].map(({ name }: Body) => ({
    type: 'predicate',
    name,
    probability: JSON.parse(judge(body['input'])).score / 100,
  }));
  return { model: body['model'], answers, usage: { input_tokens: 40, output_tokens: 1, total_tokens: 41 } };
}

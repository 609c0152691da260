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
  const files = batches();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const { method = '', url: path = '', headers } = request;
      const form = /multipart/.test(headers['content-type'] ?? '');
      const body: Body = form || bytes.length === 0 ? {} : JSON.parse(bytes.toString());
      const one = { method, path, bytes: bytes.length, headers, body };
      const wrong = mischief(one, seen.length);
      seen.push(one);
      const filed = files.answer(method, path, bytes, body, question => judges[question['model']]);
      if (filed !== undefined && wrong === undefined) {
        const text = typeof filed === 'string' ? filed : JSON.stringify(filed);
        const type = typeof filed === 'string' ? 'application/octet-stream' : 'application/json';
        response.writeHead(200, { 'content-type': type });
        return void response.end(text);
      }
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

/** Files and batches, as OpenAI's API has them: a batch is done when it is asked about a second time. */
function batches() {
  const files = new Map<string, string>();
  const asked = new Map<string, { readonly input: string; times: number }>();
  return {
    answer(
      method: string,
      path: string,
      bytes: Buffer,
      body: Body,
      judgeOf: (question: Body) => ((question: string) => string) | undefined,
    ): Body | string | undefined {
      if (method === 'POST' && path === '/v1/files') {
        const form = bytes.toString();
        const content = /filename="[^"]*"\r\nContent-Type: [^\r]*\r\n\r\n([^]*?)\r\n--/.exec(form)?.[1];
        if (content === undefined || !/name="purpose"\r\n\r\nbatch\r\n/.test(form))
          return { error: { message: 'no form' } };
        files.set('file-in', content);
        return { id: 'file-in', object: 'file', purpose: 'batch' };
      }
      if (method === 'POST' && path === '/v1/batches') {
        asked.set('batch_1', { input: body['input_file_id'], times: 0 });
        return { id: 'batch_1', object: 'batch', status: 'validating' };
      }
      const batch = asked.get(/^\/v1\/batches\/(.+)$/.exec(path)?.[1] ?? '');
      if (batch) {
        const lines = (files.get(batch.input) ?? '').trim().split('\n');
        if (batch.times++ === 0) {
          return {
            id: 'batch_1',
            status: 'in_progress',
            request_counts: { total: lines.length, completed: 3, failed: 0 },
          };
        }
        // Out of order, as it may come; the last question has an error in a file of its own.
        const answers = lines.map(line => answerLine(JSON.parse(line), judgeOf)).toReversed();
        files.set('file-out', answers.slice(1).join('\n'));
        files.set(
          'file-errors',
          JSON.stringify({
            ...JSON.parse(answers[0] ?? '{}'),
            response: null,
            error: { code: 'server_error', message: 'lost' },
          }),
        );
        return { id: 'batch_1', status: 'completed', output_file_id: 'file-out', error_file_id: 'file-errors' };
      }
      return files.get(/^\/v1\/files\/(.+)\/content$/.exec(path)?.[1] ?? '');
    },
  };
}

function answerLine(
  { custom_id, body }: Body,
  judgeOf: (question: Body) => ((question: string) => string) | undefined,
): string {
  const judge = judgeOf(body);
  const response = judge ? { status_code: 200, body: chat(body, judge) } : { status_code: 404, body: { error: {} } };
  return JSON.stringify({ id: `answer-${custom_id}`, custom_id, response, error: null });
}

import { counted, number } from '../../core/text/numbers.ts';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import { isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import { fromFileError } from '../datasetError.ts';
import { writeWhole } from '../files/writeWhole.ts';
import type { Budget, Limits } from './budget.ts';
import type { EndpointClient } from './client.ts';
import { chatBody, readChat } from './endpointJudge.ts';
import { EndpointError, problemText, rowProblem, type Answer } from './endpoint.ts';
import { readJudgement, schemaOf } from './judge.ts';
import type { JudgePlan } from './judgePlan.ts';
import { judgeResultOf, questionsOf, type AnsweredQuestion, type JudgeQuestion } from './judgeQuestions.ts';
import { toJson } from '../../core/json/toJson.ts';

/** What is kept of a batch between two runs: nothing of the dataset. */
interface BatchState {
  readonly version: 1;
  readonly where: string;
  readonly batch: string;
  /** Of all requests: tells whether the same is asked again. */
  readonly sha256: string;
  readonly questions: number;
  readonly submitted: string;
}

export interface BatchRun {
  readonly client: EndpointClient;
  readonly budget: Budget;
  readonly limits: Limits;
  readonly temperature: number | undefined;
  /** Where the state is kept between runs. */
  readonly statePath: string;
  readonly signal: AbortSignal;
}

/** Where a batch stands. */
export type BatchOutcome =
  | { readonly state: 'waiting'; readonly status: string; readonly done: number; readonly of: number }
  | { readonly state: 'done'; readonly result: JudgeResult };

/** Whether a batch was submitted with this state file. Throws `DatasetError` where there is one that cannot be read. */
export async function isSubmitted(statePath: string): Promise<boolean> {
  return (await readState(statePath)) !== undefined;
}

/**
 * Hands every question of a plan to the endpoint's Batch API and keeps its name. Throws `EndpointError` where it is refused. One model a
 * batch, as the API has it.
 */
export async function submitBatch(plan: JudgePlan, run: BatchRun): Promise<void> {
  const { client, limits, statePath, signal } = run;
  const questions = questionsOf(plan);
  const lines = linesOf(questions, run);
  const content = lines.join('\n');
  if (questions.length > limits.requests) {
    throw new EndpointError(
      `The batch has ${counted(questions.length, 'request')}; the limit is ${number(limits.requests)}.`,
    );
  }
  const asking = { rows: [...new Set(questions.map(({ row }) => row.index + 1))], signal };
  const file = { name: 'undertone.jsonl', content: `${content}\n` };
  const uploaded = must(await client.upload('/files', { fields: { purpose: 'batch' }, file }, asking), 'take the file');
  const input = stringIn(uploaded, 'id', 'the file');
  const body = { input_file_id: input, endpoint: '/v1/chat/completions', completion_window: '24h' };
  const created = must(await client.post('/batches', body, { rows: [], signal }), 'begin the batch');
  const state: BatchState = {
    version: 1,
    where: client.endpoint.baseUrl,
    batch: stringIn(created, 'id', 'the batch'),
    sha256: hashOf(lines),
    questions: questions.length,
    submitted: new Date().toISOString(),
  };
  await writeWhole(statePath, toJson(state));
}

/** Asks how far a batch is, and for its answers when it is done. Throws `EndpointError` where it failed or is another. */
export async function collectBatch(plan: JudgePlan, run: BatchRun): Promise<BatchOutcome> {
  const { client, budget, statePath, signal } = run;
  const state = await readState(statePath);
  if (state === undefined) throw new EndpointError(`${statePath} holds no batch that was submitted.`);
  const questions = questionsOf(plan);
  mustBeSame(state, questions, run);
  const asking = { rows: [], signal };
  const batch = must(await client.get(`/batches/${encodeURIComponent(state.batch)}`, asking), 'tell of the batch');
  const { status, output_file_id: output, error_file_id: errors, request_counts: counts } = batch;
  if (status === 'failed' || status === 'cancelled' || (status === 'expired' && typeof output !== 'string')) {
    throw new EndpointError(
      `The batch ${state.batch} ended as ${textOf(status)}${why(batch)}. Remove ${statePath} to submit it again.`,
    );
  }
  if (status !== 'completed' && status !== 'expired') {
    const done = isObject(counts) && typeof counts['completed'] === 'number' ? counts['completed'] : 0;
    return { state: 'waiting', status: textOf(status), done, of: questions.length };
  }
  const texts: string[] = [];
  for (const id of [output, errors]) {
    if (typeof id !== 'string') continue;
    texts.push(must(await client.getText(`/files/${encodeURIComponent(id)}/content`, asking), 'give the answers'));
  }
  const answered = answersIn(texts.join('\n'), questions);
  const stopped = answered.length < questions.length ? `the batch ${textOf(status)} without all answers` : undefined;
  const result = judgeResultOf(plan, answered, {
    where: client.endpoint.baseUrl,
    sent: budget.spent,
    cached: 0,
    stopped,
  });
  return { state: 'done', result };
}

function linesOf(questions: readonly JudgeQuestion[], { client, temperature }: BatchRun): readonly string[] {
  return questions.map(({ row, rubric }, i) => {
    const body = chatBody(client.endpoint.model, rubric.question(row), schemaOf(rubric), temperature);
    return JSON.stringify({ custom_id: `q${i}`, method: 'POST', url: '/v1/chat/completions', body });
  });
}

/** Each line is about the question that its `custom_id` names; a line about none, or about one a second time, is passed over. */
function answersIn(text: string, questions: readonly JudgeQuestion[]): readonly AnsweredQuestion[] {
  const answers = new Map<number, AnsweredQuestion>();
  for (const line of text.split('\n')) {
    const value = parsed(line);
    const place = /^q(\d+)$/.exec(textOf(value?.['custom_id']))?.[1];
    const question = place === undefined ? undefined : questions[Number(place)];
    if (!value || !question || answers.has(Number(place))) continue;
    answers.set(Number(place), { question, answer: answerOf(value, question) });
  }
  return [...answers.values()];
}

function answerOf({ response, error }: JsonObject, { rubric }: JudgeQuestion): AnsweredQuestion['answer'] {
  if (isObject(error)) return rowProblem('the batch has no answer', textOf(error['message'] ?? error['code']));
  const body = isObject(response) ? response['body'] : undefined;
  if (!isObject(response) || !isObject(body)) return rowProblem('the batch has no answer');
  if (response['status_code'] !== 200) return rowProblem(`refused with status ${textOf(response['status_code'])}`);
  const said = readChat(body);
  return 'problem' in said ? said : { value: readJudgement(rubric, said.value) };
}

function mustBeSame(state: BatchState, questions: readonly JudgeQuestion[], run: BatchRun): void {
  const { baseUrl } = run.client.endpoint;
  if (state.where !== baseUrl) throw new EndpointError(`The batch was submitted to ${state.where}, not to ${baseUrl}.`);
  if (state.sha256 === hashOf(linesOf(questions, run))) return;
  throw new EndpointError(
    `The batch of ${state.submitted} asked ${counted(state.questions, 'other question')}: the dataset, the labels or the options changed since. Use those of then, or remove ${run.statePath}.`,
  );
}

function hashOf(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}

async function readState(path: string): Promise<BatchState | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fromFileError(error, path);
  });
  if (text === undefined) return undefined;
  const state = parsed(text);
  const { version, where, batch, sha256, questions, submitted } = state ?? {};
  const strings = [where, batch, sha256, submitted].every(value => typeof value === 'string');
  if (version === 1 && strings && typeof questions === 'number') return state as unknown as BatchState;
  throw new EndpointError(`${path} is no state of a batch: name another file for --batch.`);
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value as never) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function must<Value>(answer: Answer<Value>, what: string): Value {
  if ('value' in answer) return answer.value;
  throw new EndpointError(`The endpoint did not ${what}: ${problemText(answer.problem)}.`);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

function stringIn(value: JsonObject, key: string, what: string): string {
  const found = value[key];
  if (typeof found === 'string') return found;
  throw new EndpointError(`The endpoint named ${what} in no way that is known: it has no \`${key}\`.`);
}

/** The first reason that the API gives. */
function why({ errors }: JsonObject): string {
  const data = isObject(errors) ? errors['data'] : undefined;
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  const message = typeof first === 'object' && first !== null && 'message' in first ? first.message : undefined;
  return typeof message === 'string' ? ` (${message})` : '';
}

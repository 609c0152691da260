import {
  CancellationTokenSource,
  LanguageModelChatMessage,
  LanguageModelError,
  lm,
  type LanguageModelChat,
} from 'vscode';
import { messageOf } from '../../core/text/messageOf.ts';
import { estimateTokens, type Budget } from '../../engine/endpoints/budget.ts';
import type { Asking } from '../../engine/endpoints/client.ts';
import type { Egress, EgressEntry } from '../../engine/endpoints/egressLog.ts';
import { rowProblem, type Answer } from '../../engine/endpoints/endpoint.ts';
import { refused, wordJudge, type Judge } from '../../engine/endpoints/judge.ts';

export interface EditorModel {
  /** Stands in reports: `copilot/gpt-4.1`. */
  readonly name: string;
  readonly title: string;
  readonly model: LanguageModelChat;
}

/** The models that other extensions offer in the editor, by VS Code's language-model interface. */
export async function editorModels(): Promise<readonly EditorModel[]> {
  const models = await lm.selectChatModels();
  return models.map(model => ({ name: `${model.vendor}/${model.id}`, title: model.name, model }));
}

interface Sending {
  readonly budget: Budget;
  readonly egress: Egress;
}

/**
 * A model of the editor as a judge. VS Code asks the user once per extension and model; where the answers go from there is its
 * provider's affair. It takes no temperature and no shape of the answer.
 */
export function editorJudge({ name, model }: EditorModel, { budget, egress }: Sending): Judge {
  return wordJudge(async (question, _schema, asking) => {
    const tokens = estimateTokens(question);
    if (!budget.take(tokens)) return { problem: { kind: 'budget', reason: 'the budget is used up' } };
    const noted = egress.leaving({
      time: new Date().toISOString(),
      endpoint: `editor:${model.vendor}`,
      model: name,
      rows: asking.rows,
      bytes: Buffer.byteLength(question),
    });
    const { answer, status } = await ask(model, question, asking.signal);
    await noted({ tokens: null, status });
    asking.signal.throwIfAborted();
    return answer;
  });
}

interface Asked {
  readonly answer: Answer<string | typeof refused>;
  readonly status: EgressEntry['status'];
}

async function ask(model: LanguageModelChat, question: string, signal: Asking['signal']): Promise<Asked> {
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const justification = 'To score rows of the dataset that you chose, under the rubric that you chose.';
    const response = await model.sendRequest(
      [LanguageModelChatMessage.User(question)],
      { justification },
      source.token,
    );
    let text = '';
    for await (const part of response.text) text += part;
    return { answer: text.trim() === '' ? rowProblem('the judge wrote nothing') : { value: text }, status: 200 };
  } catch (error) {
    if (signal.aborted) return { answer: rowProblem('cancelled'), status: 'cancelled' };
    return { answer: problemOf(error), status: 'failed' };
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

function problemOf(error: unknown): Answer<typeof refused> {
  if (!(error instanceof LanguageModelError)) {
    return rowProblem('the model failed', messageOf(error));
  }
  if (error.code === LanguageModelError.Blocked.name) return { value: refused };
  const final = [LanguageModelError.NoPermissions.name, LanguageModelError.NotFound.name].includes(error.code);
  return { problem: { kind: final ? 'endpoint' : 'row', reason: 'the model failed', detail: error.message } };
}

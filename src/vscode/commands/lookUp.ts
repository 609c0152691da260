import { ProgressLocation, window } from 'vscode';
import type { ModelFact } from '../../core/provenance/lineage/model.ts';
import { defaultHubUrl, fetchModelFacts, type HubFacts } from '../../engine/hub/refresh.ts';
import { loggedFetch } from '../../engine/hub/loggedFetch.ts';
import type { Log } from '../base/log.ts';
import { agreesToRisk, plain } from '../base/messages.ts';

/** Asks whether the model's name may leave the machine, and where to. */
export function mayAsk(name: string, hubUrl = defaultHubUrl): Promise<boolean> {
  const detail = `The name is sent to ${hubUrl}, and the names of the models that it was made from. Nothing of your data is.`;
  return agreesToRisk({ title: `Look ${name} up on the Hugging Face hub?`, detail, agree: 'Ask the hub' });
}

/** What the hub says a model was made from; every request is in the log. */
export async function lookUp(name: string, log: Log, hubUrl = defaultHubUrl): Promise<HubFacts> {
  const options = {
    location: ProgressLocation.Notification,
    title: plain(`Undertone: asking the hub about ${name}`),
    cancellable: true,
  };
  return window.withProgress(options, async (_, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    const send = loggedFetch(url => log.info(`Request to ${url}`));
    try {
      return await fetchModelFacts(name, { signal: controller.signal, hubUrl, fetch: send });
    } finally {
      subscription.dispose();
    }
  });
}

/** "acme/owl: finetune of Qwen/Qwen2.5-7B"; one sentence for each fact. */
export function factsText(facts: readonly ModelFact[]): string {
  return facts
    .map(({ model, bases, relation }) =>
      bases.length === 0
        ? `${model}: its card names no base model.`
        : `${model}: ${relation ?? 'made'} from ${bases.join(' and ')}.`,
    )
    .join(' ');
}

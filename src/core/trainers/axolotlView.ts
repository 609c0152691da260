import { axolotlField, axolotlRole, axolotlTrains, type AxolotlOptions } from './axolotl.ts';
import { turnByDifference } from './mask.ts';
import type { ChatTemplate } from './resources.ts';
import { callsOf, functionOf, isJsonText, parsedTools } from './turns.ts';
import { finished, refused, variablesOf, type TextSpan, type TrainerView, type ViewWarning } from './view.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../json/value.ts';

const method =
  'Axolotl renders the conversation up to each turn twice, once with another content, and trains on what differs and on the end token behind it; drawn here by characters, where Axolotl goes by tokens.';

/** What Axolotl’s `chat_template` strategy sees of a row that it takes. */
export function axolotlView(row: JsonObject, options: AxolotlOptions, given: ChatTemplate): TrainerView {
  const template = given.ofAxolotl ?? given;
  if (options.method !== 'sft') return preferenceView(row, options.method, template);
  const field = axolotlField(row);
  const stored = field === undefined ? undefined : row[field];
  const list = typeof stored === 'string' && isJsonText(stored) ? (JSON.parse(stored) as JsonValue) : stored;
  const turns = isArray(list) ? list.filter(isObject) : [];
  if (turns.length === 0) return refused('Axolotl finds no messages in this row.');
  const begins = turns[0] !== undefined && axolotlRole(turns[0]) === 'system';
  const asked = !begins && typeof row.system === 'string' && row.system !== '';
  const sources = asked ? [{ role: 'system', content: row.system }, ...turns] : turns;
  const messages = sources.map(axolotlMessage);
  const tools = parsedTools(row.tools);
  const last = messages.length - 1;
  const more = { ...(last > 0 && { real_last_index: last }), ...(tools !== undefined && { tools }) };
  const text = template.render(variablesOf(template, messages, tools === undefined ? {} : { tools }));
  const trained: TextSpan[] = [];
  const warnings: ViewWarning[] = [];
  sources.forEach((source, index) => {
    if (!axolotlTrains(source, options)) return;
    const found = turnByDifference(template, text, messages, index, more);
    if (found === undefined) warnings.push(unplaced(index));
    else if (found.shifted) warnings.push(shifted(index));
    else trained.push(...trainedParts(source, messages[index], text, found), ...endToken(text, found.end, template));
  });
  if (options.trainOnInputs || options.rolesToTrain.some(role => role === 'user' || role === 'system')) {
    warnings.push({
      kind: 'covers-prompt',
      message: 'The mask covers the prompt: its turns are among those trained on.',
    });
  }
  return finished({ text, trained, method, warnings });
}

function unplaced(index: number): ViewWarning {
  return {
    kind: 'undecided',
    message: `Turn ${index + 1} is not trained on: Axolotl finds no place of it in the rendered text (an empty turn, or one that the template leaves out).`,
  };
}

function shifted(index: number): ViewWarning {
  return {
    kind: 'shifted',
    message: `Turn ${index + 1} renders otherwise in the whole conversation than up to it, where Axolotl measures it: the loss falls on other tokens, which are not drawn.`,
  };
}

/** The whole turn, or those of its parts that `train` or `weight` leave in the loss. */
function trainedParts(
  source: JsonObject,
  message: JsonObject | undefined,
  text: string,
  span: TextSpan,
): readonly TextSpan[] {
  const { content } = source;
  const said = message?.content;
  if (!isArray(content) || typeof said !== 'string' || !text.startsWith(said, span.start)) return [span];
  const parts = content.filter(isObject);
  if (parts.every(({ train, weight }) => train === undefined && weight === undefined)) return [span];
  let at = span.start;
  return parts.flatMap(part => {
    const start = at;
    at += partText(part).length;
    const trains = part.train ?? (part.weight === undefined ? true : part.weight !== 0);
    return trains === true ? [{ start, end: at }] : [];
  });
}

/** The end token, where it stands within three tokens behind the turn. */
function endToken(text: string, end: number, { eosToken }: ChatTemplate): readonly TextSpan[] {
  if (eosToken === '') return [];
  const at = text.indexOf(eosToken, end);
  if (at < 0 || text.slice(end, at).trim().length > 3) return [];
  return [{ start: at, end: at + eosToken.length }];
}

/** A message as Axolotl hands it to the template. */
function axolotlMessage(source: JsonObject): JsonObject {
  const content = source.content ?? source.value;
  const text = isArray(content) ? content.filter(isObject).map(partText).join('') : content;
  const calls = callsOf({ message: source, path: [], index: 0 }).map(({ call }) => withParsedArguments(call));
  const rest = Object.fromEntries(Object.entries(source).filter(([key]) => !['from', 'value', 'role'].includes(key)));
  return {
    ...rest,
    role: axolotlRole(source),
    ...(text !== undefined && text !== null && { content: text }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function partText(part: JsonObject): string {
  for (const said of [part.text, part.content, part.value]) if (typeof said === 'string' && said !== '') return said;
  return '';
}

function withParsedArguments(call: JsonObject): JsonObject {
  const { value } = functionOf(call);
  if (typeof value.arguments !== 'string' || !isJsonText(value.arguments)) return call;
  const parsed = { ...value, arguments: JSON.parse(value.arguments) as JsonValue };
  return isObject(call.function) ? { ...call, function: parsed } : parsed;
}

/** A preference pair by `chat_template.default`, a labelled answer by its columns. */
function preferenceView(row: JsonObject, kind: string, template: ChatTemplate): TrainerView {
  if (kind === 'kto') {
    const { prompt, completion } = row;
    if (typeof prompt !== 'string' || typeof completion !== 'string') {
      return refused('Axolotl’s KTO strategies write `prompt` and `completion` from columns that the config names.');
    }
    return answered(prompt, completion, 'Axolotl trains on the completion.');
  }
  const { messages } = row;
  const asked = typeof messages === 'string' ? [{ role: 'user', content: messages }] : chat(messages);
  const prompt = template.render(variablesOf(template, asked, { add_generation_prompt: true }));
  const chosen = answerOf(row.chosen, template);
  const rejected = answerOf(row.rejected, template);
  if (chosen === undefined || rejected === undefined) return refused('Axolotl finds no `chosen` and `rejected`.');
  const note = 'Axolotl trains on the answer, which it cuts out of a rendered dummy conversation.';
  const warning: ViewWarning = {
    kind: 'note',
    message: 'Shown with the chosen answer; the rejected one is read the same way.',
  };
  const view = answered(prompt, chosen, note);
  return { ...view, rejectedText: prompt + rejected, warnings: [...view.warnings, warning] };
}

function answered(prompt: string, answer: string, how: string): TrainerView {
  const text = prompt + answer;
  const trained = [{ start: prompt.length, end: text.length }];
  return finished({ text, trained, promptEnd: prompt.length, method: how, warnings: [] });
}

function chat(list: JsonValue | undefined): readonly JsonObject[] {
  return isArray(list) ? list.filter(isObject).map(({ role, content }) => ({ role, content })) : [];
}

function answerOf(side: JsonValue | undefined, template: ChatTemplate): string | undefined {
  const last = isArray(side) ? side.at(-1) : side;
  const said = typeof last === 'string' ? last : isObject(last) ? last.content : undefined;
  if (typeof said !== 'string') return undefined;
  const role = isObject(last) ? last.role : 'assistant';
  const dummy = [
    { role: 'user', content: '[[dummy_message]]' },
    { role, content: said },
  ];
  const rendered = template.render(variablesOf(template, dummy));
  return rendered.slice(Math.max(0, rendered.indexOf(said))).trimEnd();
}

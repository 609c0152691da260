import type { ModelFact, ModelFamily, Relation } from './model.ts';
import { findBeginning, findFamily, findModel, sized, type KnownModel } from './models.ts';
import { simplerReading, type Reading } from './spelling.ts';

/** What a written name stands for, before anything is followed to its base. */
export interface Identity {
  /** The id of what was found, else the name as far as it could be simplified. */
  readonly model: string;
  readonly found:
    | { readonly kind: 'facts'; readonly facts: readonly ModelFact[]; readonly known: KnownModel | undefined }
    | { readonly kind: 'known'; readonly known: KnownModel }
    /** The name tells a family, not which of its models. */
    | { readonly kind: 'family'; readonly family: ModelFamily; readonly why: string }
    | { readonly kind: 'unknown'; readonly why: string };
  /** How the written name comes from `model`; absent where it is only another spelling. */
  readonly edge: { readonly relation: Relation; readonly source: string } | undefined;
  readonly certain: boolean;
  /** How the name was read, one clause each. */
  readonly whys: readonly string[];
}

const mostReadings = 12;
/** Of a model, in characters. Longer ones are not read. */
export const longestName = 300;
/** The stronger change tells how the whole name comes from what it was read as. */
const strength: readonly Relation[] = ['copy', 'snapshot', 'quantized', 'finetune'];

/** Reads a name until the user's facts or the table know it. */
export function identify(name: string, facts: ReadonlyMap<string, readonly ModelFact[]>): Identity {
  const readings: Reading[] = [];
  if (name.length > longestName) return unknown(name.slice(0, longestName), '', readings);
  let current = name;
  for (;;) {
    const found = lookUp(current, facts);
    if (found !== undefined) return { ...found, ...summary(readings) };
    const next = readings.length < mostReadings ? simplerReading(current) : undefined;
    if (next === undefined) break;
    readings.push(next);
    current = next.name;
  }
  return byBeginning(current, readings) ?? unknown(name, current, readings);
}

/** The key under which facts about a model are kept: names of private models are compared letter by letter. */
export function factKey(name: string): string {
  return name.trim().toLowerCase();
}

function lookUp(
  name: string,
  facts: ReadonlyMap<string, readonly ModelFact[]>,
): Pick<Identity, 'model' | 'found'> | undefined {
  const known = findModel(name);
  const said = facts.get(factKey(name)) ?? (known && facts.get(factKey(known.entry.id)));
  const [first] = said ?? [];
  if (said !== undefined && first !== undefined)
    return { model: known?.entry.id ?? first.model, found: { kind: 'facts', facts: said, known } };
  return known && { model: known.entry.id, found: { kind: 'known', known } };
}

function byBeginning(current: string, readings: readonly Reading[]): Identity | undefined {
  const beginning = findBeginning(current);
  if (beginning === undefined || saysMore(beginning.rest)) return undefined;
  const { known } = beginning;
  return {
    model: known.entry.id,
    found: { kind: 'known', known },
    edge: { relation: 'finetune', source: 'naming habit' },
    certain: false,
    whys: [...readings.map(({ why }) => why), `its name begins with that of ${known.entry.id}`],
  };
}

const families =
  /(?:^|-)(?:llama|qwen|qwq|mistral|mixtral|gemma|phi|deepseek|gpt|yi|falcon|olmo|granite|claude|gemini|nemotron|vicuna|command|smollm|glm|kimi|hermes|zephyr)(?:-|$)/;
const notTheseWeights =
  /(?:^|-)(?:merged?|slerp|ties|dare|della|lerp|franken\w*|passthrough|stock|moe|x|pruned?|minitron|sheared|distill(?:ed|ation)?|draft|width|depth|embedding|reranker|vl|audio|omni)(?:-|$)/;

/** Whether what follows a model's name speaks of other weights: a second family, a merge, another size. */
function saysMore(rest: string): boolean {
  return families.test(rest) || notTheseWeights.test(rest) || sized.test(rest);
}

function unknown(name: string, current: string, readings: readonly Reading[]): Identity {
  const family = findFamily(current);
  const kept = readings.slice(0, stopOf(readings));
  const model = kept.at(-1)?.name ?? name;
  const found: Identity['found'] =
    family === undefined
      ? { kind: 'unknown', why: `\`${model}\` is no model that is known here` }
      : {
          kind: 'family',
          family,
          why: `\`${model}\` begins like a name of ${family.title}, but which of its models was made into it is not known`,
        };
  return { model, found, ...summary(kept), ...(family === undefined ? {} : { certain: false }) };
}

function stopOf(readings: readonly Reading[]): number {
  const stop = readings.findIndex(reading => !reading.stands);
  return stop === -1 ? readings.length : stop;
}

function summary(readings: readonly Reading[]): Pick<Identity, 'edge' | 'certain' | 'whys'> {
  const changes = readings.filter(({ relation }) => relation !== 'same');
  let edge: Identity['edge'];
  for (const relation of strength) {
    const change = changes.find(reading => reading.relation === relation);
    if (change !== undefined) edge = { relation, source: change.source };
  }
  return {
    edge,
    certain: readings.every(({ basis }) => basis === 'documented'),
    whys: readings.map(({ why }) => why),
  };
}

import { anyClass, slotKinds, textClasses } from './rowKernel.ts';
import type { Slot } from './shapeTree.ts';
import { textClassOf } from './scanBytes.ts';
import { traceReads } from './traceReads.ts';
import type { Example, Message, TextPart } from '../dataset/example.ts';
import type { RowFormat } from '../dataset/formats/format.ts';
import { formatOf } from '../dataset/formats/registry.ts';
import { JsonScanner } from '../json/scanner.ts';
import type { FieldPath, JsonObject } from '../json/value.ts';
import { mayStateOrigin, rowProvenance, type RowStatement } from '../provenance/rowProvenance.ts';

/** Fields whose texts formats decide on by their class alone. */
const textKeys: ReadonlySet<string> = new Set(
  'content value text prompt completion instruction input output response question answer problem solution query context system system_prompt'.split(
    ' ',
  ),
);
/** Fields whose texts, where longer than any switch, are reasoning whatever they say. */
const reasoningKeys: ReadonlySet<string> = new Set(
  'reasoning_content reasoning thinking reasoning_trace thinking_trajectory chain_of_thought cot deepseek_reasoning deepseek_thinking_trajectory gemini_thinking_trajectory'.split(
    ' ',
  ),
);
/** Fields that formats ask for the type of their value alone. */
const typedKeys: ReadonlySet<string> = new Set(['custom_id']);

const maxPieceLength = 8192;
const maxSlots = 48;

/**
 * What rows have in common that differ only in texts and in values that nothing reads: whatever a scan tells of one of them
 * without looking into its texts, it tells of all.
 */
export interface RowShape {
  /** What stands around the slots, byte by byte the same in all rows of the shape. */
  readonly pieces: readonly string[];
  readonly slots: readonly Slot[];
  /** One row of the shape. */
  readonly value: JsonObject;
  readonly format: RowFormat | undefined;
  readonly example: Example | undefined;
  /** The slot of each completion, in order. */
  readonly completions: readonly number[];
  /** The slots of all that the student is trained to write, its reasoning first; undefined where some of it, or the arguments of a call, is in no slot. */
  readonly trained: readonly number[] | undefined;
  /** The slot of the prompt; undefined where there is none, or it is in no slot of its own. */
  readonly prompt: number | undefined;
}

/** The slot of the text by which rows of a shape are sampled: the prompt, or the completion where there is none; undefined where it is not one slot. */
export function groupSlot({ example, prompt, completions }: RowShape): number | undefined {
  if (example?.prompt !== undefined) return prompt;
  return completions.length === 1 ? completions[0] : undefined;
}

interface FoundSlot extends Slot {
  readonly path: FieldPath;
  readonly start: number;
  readonly end: number;
}

/**
 * The shape of a row, from its text and value; undefined where other rows that look like it may come to something else. Of a row
 * with other texts in its slots everything is worked out once more: where that comes out otherwise, there is no shape.
 */
export function shapeOf(text: string, value: JsonObject): RowShape | undefined {
  const slots = findSlots(text, value);
  if (slots === undefined) return undefined;
  const pieces = piecesBetween(text, slots);
  if (pieces.reduce((sum, piece) => sum + piece.length, 0) > maxPieceLength) return undefined;
  const own = readingOf(value);
  if (own.format !== undefined && own.format.blindToTexts !== true) return undefined;
  if (JSON.stringify(outlineOf(own)) !== JSON.stringify(outlineOf(readingOf(otherRow(pieces, slots)))))
    return undefined;
  const slotAt = new Map(slots.map(({ path }, i) => [JSON.stringify(path), i]));
  const slotOf = ({ path }: TextPart): number => slotAt.get(JSON.stringify(path)) ?? -1;
  const completions = own.example?.completions.map(slotOf) ?? [];
  const trained = [...(own.example?.reasoning.map(slotOf) ?? []), ...completions];
  if (completions.includes(-1)) return undefined;
  const { prompt } = own.example ?? {};
  const promptSlot = prompt === undefined ? -1 : slotOf(prompt);
  const callsTools = own.example?.messages.some(callsTool) === true;
  return {
    pieces,
    slots: slots.map(({ kind, textClass }) => ({ kind, textClass })),
    value,
    format: own.format,
    example: own.example,
    completions,
    trained: callsTools || trained.includes(-1) ? undefined : trained,
    prompt: promptSlot === -1 ? undefined : promptSlot,
  };
}

/** What the student is trained to write beyond completions and reasoning. */
function callsTool({ trained, parts }: Message): boolean {
  return trained && parts.some(({ kind }) => kind === 'tool-call');
}

interface Reading {
  readonly format: RowFormat | undefined;
  readonly example: Example | undefined;
  readonly statements: readonly RowStatement[];
}

/** All that a scan takes from a row besides its texts. */
function readingOf(value: JsonObject): Reading {
  const format = formatOf(value);
  const example = format?.normalise(value);
  // As the profile does: of most rows no column says anything of their origin.
  const statements = Object.keys(value).some(mayStateOrigin) ? rowProvenance(value, example) : [];
  return { format, example, statements };
}

function outlineOf({ format, example, statements }: Reading): unknown {
  const paths = (parts: readonly TextPart[]): unknown => parts.map(({ path }) => path);
  const { completions = [], reasoning = [], prompt } = example ?? {};
  return [format?.id, paths(completions), paths(reasoning), prompt?.path, statements];
}

/** The places where rows of the shape may differ; undefined where the row is none to learn from. */
function findSlots(text: string, value: JsonObject): readonly FoundSlot[] | undefined {
  const wasRead = traceReads(value, readingOf);
  const scanner = new JsonScanner(text);
  const slots: FoundSlot[] = [];
  const keys: Set<string>[] = [];
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (kind === 'error' || slots.length > maxSlots || scanner.depth > maxSlots) return undefined;
    if (kind === '{') keys[scanner.depth] = new Set();
    if (kind === 'key') {
      const key = text.slice(scanner.start + 1, scanner.end - 1);
      if (key.includes('\\') || key === '__proto__' || keys[scanner.depth]?.has(key) !== false) return undefined;
      keys[scanner.depth]?.add(key);
    }
    if (kind !== 'string' && kind !== 'number') continue;
    const path = Array.from({ length: scanner.depth }, (_, level) => scanner.step(level));
    const slot = slotFor(kind, text.slice(scanner.start, scanner.end), path, wasRead(path));
    if (slot === undefined) continue;
    const quote = kind === 'string' ? 1 : 0;
    slots.push({ ...slot, path, start: scanner.start + quote, end: scanner.end - quote });
  }
  return slots;
}

function slotFor(kind: 'string' | 'number', token: string, path: FieldPath, wasRead: boolean): Slot | undefined {
  const key = path.findLast(step => typeof step === 'string') ?? '';
  if (!wasRead || (typedKeys.has(key) && path.length === 1)) {
    return { kind: kind === 'string' ? slotKinds.string : slotKinds.number, textClass: anyClass };
  }
  if (kind === 'number') return undefined;
  const textClass = textClassOf(token);
  if (textClass === textClasses.other) return undefined;
  if (textKeys.has(key)) return { kind: slotKinds.string, textClass };
  return reasoningKeys.has(key) ? { kind: slotKinds.longString, textClass } : undefined;
}

function piecesBetween(text: string, slots: readonly FoundSlot[]): readonly string[] {
  const starts = [0, ...slots.map(({ end }) => end)];
  return starts.map((start, i) => text.slice(start, slots[i]?.start ?? text.length));
}

/** A row of the same shape, as other as it can be. */
function otherRow(pieces: readonly string[], slots: readonly FoundSlot[]): JsonObject {
  const filled = slots.map((slot, i) => `${pieces[i] ?? ''}${otherContent(slot, i)}`);
  return JSON.parse(`${filled.join('')}${pieces.at(-1) ?? ''}`) as JsonObject;
}

function otherContent({ kind, textClass }: Slot, i: number): string {
  if (kind === slotKinds.number) return `${-i}.5e9`;
  const filler = `${i} other `.repeat(kind === slotKinds.longString ? 10 : 1);
  if (textClass === textClasses.empty) return '';
  return textClass === textClasses.thinking ? `<think>${filler}</think>${filler}` : filler;
}

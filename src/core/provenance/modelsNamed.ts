import { bareModelName } from './bareModelName.ts';
import { knownModelId } from './teacherColumn.ts';

/** The ids of known model families that stand in a text: "completions of gpt-4.1 with …" → `gpt-4.1`. */
export function modelsNamed(text: string): readonly string[] {
  const words = text.slice(0, longestText).split(/[\s,;()[\]{}"'`<>|]+/);
  const named = words.map(word => word.replace(/[.:!?]+$/, '')).filter(word => /\d/.test(word) && knownModelId(word));
  return [...new Map(named.map(word => [bareModelName(word), word])).values()];
}

const longestText = 10_000;

const placeholders = new Set([
  '',
  '-',
  '?',
  'n/a',
  'na',
  'nil',
  'no',
  'none',
  'null',
  'tba',
  'tbd',
  'todo',
  'unknown',
  'unspecified',
]);

/** The name of a model as it was written, trimmed; nothing where it is a placeholder such as "unknown". */
export function modelName(written: string): string | undefined {
  const name = written.trim();
  return placeholders.has(name.toLowerCase()) ? undefined : name;
}

/** Whether a name without any type beside it reads like a known family of language models. */
export function looksLikeModel(name: string): boolean {
  const bare = name.slice(name.lastIndexOf('/') + 1);
  return /^(gpt|o\d|claude|gemini|gemma|llama|qwen|mistral|mixtral|deepseek|command|phi|nemotron|olmo|tulu|yi|glm|kimi|grok)([-_. ]|\d|$)/i.test(
    bare,
  );
}

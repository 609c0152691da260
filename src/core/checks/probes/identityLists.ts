/** Strings of one origin that a completion should not hold. */
export interface IdentityList {
  readonly id: string;
  readonly title: string;
  /** Whole words and phrases in lower case, as the finder of mentions takes them. */
  readonly words: readonly string[];
  /** Tokens of a chat template, and a word inside of each without which it cannot stand there. */
  readonly tokens?: { readonly pattern: RegExp; readonly words: readonly string[] };
}

/** Who a model says it is: its name after "I'm", "I am" or "My name is", and who made it. */
function identity(id: string, title: string, names: readonly string[], makers: readonly string[]): IdentityList {
  const sayings = ["i'm", 'i am', 'my name is'];
  const making = ['created by', 'developed by', 'trained by', 'made by', 'built by'];
  return {
    id,
    title,
    words: [
      ...names.flatMap(name => sayings.map(said => `${said} ${name}`)),
      ...makers.flatMap(maker =>
        ['model', 'assistant', 'ai'].flatMap(what => making.map(made => `${what} ${made} ${maker}`)),
      ),
      ...makers.flatMap(maker => making.map(made => `i was ${made} ${maker}`)),
    ],
  };
}

/**
 * Identity strings by maker, and tokens of chat templates by family. Sources of the tokens: the tokenizer configurations of Qwen
 * 2.5 (ChatML), Llama 2 and 3, Gemma, Phi 3 and DeepSeek V3 on the Hugging Face hub. `<think>` is left out: in reasoning data it
 * belongs there.
 */
export const identityLists: readonly IdentityList[] = [
  identity('qwen', 'Says it is Qwen', ['qwen'], ['alibaba', 'alibaba cloud']),
  identity('openai', 'Says it is of OpenAI', ['chatgpt', 'gpt-4', 'gpt-4o', 'gpt-3.5'], ['openai']),
  identity(
    'anthropic',
    'Says it is of Anthropic',
    ['claude, an ai', 'claude, made by', 'claude, created by'],
    ['anthropic'],
  ),
  identity('google', 'Says it is of Google', ['gemini, a', 'gemma, an', 'bard, a'], ['google', 'google deepmind']),
  identity('meta', 'Says it is of Meta', ['llama, a', 'meta ai'], ['meta', 'meta ai']),
  identity('deepseek', 'Says it is DeepSeek', ['deepseek', 'deepseek-v3', 'deepseek-r1'], ['deepseek']),
  identity('mistral', 'Says it is of Mistral', ['mistral', 'le chat'], ['mistral ai', 'mistral']),
  {
    id: 'ai',
    title: 'Says it is a language model',
    words: [
      'as an ai language model',
      'as an ai model',
      'as an ai assistant',
      'as a large language model',
      'as a language model',
      "i'm just an ai",
      'i am just an ai',
      "i'm an ai language model",
      'i am an ai language model',
      "i'm a large language model",
      'i am a large language model',
    ],
  },
  {
    id: 'chatml',
    title: 'Tokens of ChatML',
    words: [],
    tokens: { pattern: /<\|(?:im_start|im_end|endoftext)\|>/gi, words: ['im_start', 'im_end', 'endoftext'] },
  },
  {
    id: 'llama-2',
    title: 'Tokens of Llama 2 and Mistral',
    words: [],
    tokens: { pattern: /\[\/?INST\]|<<\/?SYS>>/gi, words: ['inst', 'sys'] },
  },
  {
    id: 'llama-3',
    title: 'Tokens of Llama 3',
    words: [],
    tokens: {
      pattern: /<\|(?:begin_of_text|start_header_id|end_header_id|eot_id|end_of_text)\|>/gi,
      words: ['begin_of_text', 'start_header_id', 'end_header_id', 'eot_id', 'end_of_text'],
    },
  },
  {
    id: 'gemma',
    title: 'Tokens of Gemma',
    words: [],
    tokens: { pattern: /<(?:start|end)_of_turn>/gi, words: ['start_of_turn', 'end_of_turn'] },
  },
];

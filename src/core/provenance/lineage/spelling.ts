import type { Relation } from './model.ts';

/** A name read as another, simpler one. */
export interface Reading {
  readonly name: string;
  /** `same`: another spelling of one model. */
  readonly relation: Relation | 'same';
  /** How sure the reading is: `documented` by whoever gives such names, or a `habit` of those who publish. */
  readonly basis: 'documented' | 'habit';
  /** Whether it tells something even where the simpler name is unknown. */
  readonly stands: boolean;
  readonly why: string;
  readonly source: string;
}

type Rule = (name: string) => Reading | undefined;

const openaiDocs = 'https://platform.openai.com/docs/guides/fine-tuning';
const bedrockDocs = 'https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html';
const routerDocs = 'https://docs.litellm.ai/docs/providers';
const hubDocs = 'https://huggingface.co/docs/hub/models-the-hub';
const habit = 'naming habit';

/** The next simpler reading of a model's name; nothing where there is none left. */
export function simplerReading(name: string): Reading | undefined {
  for (const rule of rules) {
    const reading = rule(name);
    if (reading !== undefined && reading.name !== '' && reading.name !== name) return reading;
  }
  return undefined;
}

function documented(name: string, relation: Reading['relation'], why: string, source: string): Reading {
  return { name, relation, basis: 'documented', stands: true, why, source };
}

function guessed(name: string, relation: Reading['relation'], why: string): Reading {
  return { name, relation, basis: 'habit', stands: false, why, source: habit };
}

const address: Rule = name => {
  const found = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/([^/?#]+\/[^/?#]+)/i.exec(name);
  return found?.[1] === undefined ? undefined : documented(found[1], 'same', 'an address on the hub', hubDocs);
};

const fineTuned: Rule = name => {
  const base = /^ft:([^:]+)(?::|$)/.exec(name)?.[1] ?? /^([\w.-]+?)\.ft-[0-9a-f]{8,}/i.exec(name)?.[1];
  return base === undefined
    ? undefined
    : documented(base, 'finetune', `its id says that \`${base}\` was fine-tuned`, openaiDocs);
};

/** `us.anthropic.claude-3-5-sonnet-20241022-v2:0`; Mistral's `v0:2` is a part of the model's own name. */
const bedrock: Rule = name => {
  const found =
    /^(?:(?:us|eu|apac|global|us-gov)\.)?(anthropic|meta|mistral|cohere|amazon|deepseek|openai|qwen)\.([\w.-]+(?::[\w:]+)?)$/.exec(
      name,
    );
  if (found === null) return undefined;
  const [, vendor = '', rest = ''] = found;
  const plain = rest.replace(/-v0:(\d)$/, '-v0.$1').replace(/-v?\d+:\d+(?::\w+)?$/, '');
  const model = vendor === 'deepseek' && !plain.startsWith('deepseek') ? `deepseek-${plain}` : plain;
  return documented(model, 'same', 'an id of Amazon Bedrock', bedrockDocs);
};

const nested: Rule = name => {
  const found = /^(?:projects|publishers|accounts|models)\/(?:.*\/)?([^/]+)$/.exec(name)?.[1];
  if (found === undefined) return undefined;
  const plain = found.replace(/(?<=v?\d)p(?=\d)/, '.').replace(/-v(?=\d+\.\d+-)/, '-');
  return documented(plain, 'same', 'the path of a provider', routerDocs);
};

const providers =
  /^(?:openai|azure|azure_ai|azure-openai|anthropic|google|vertex_ai|gemini|bedrock|openrouter|litellm|litellm_proxy|ollama|ollama_chat|together_ai|together|fireworks_ai|groq|deepinfra|huggingface|hf|hf\.co|hosted_vllm|vllm|mistral|xai|x-ai|cohere|cohere_chat|deepseek|nvidia_nim|perplexity|replicate|cerebras|sambanova|databricks|lm_studio)\//i;

const provider: Rule = name => {
  const found = providers.exec(name)?.[0];
  return found === undefined
    ? undefined
    : documented(name.slice(found.length), 'same', `\`${found}\` names a provider`, routerDocs);
};

const routed: Rule = name => {
  const found = /:(?:free|nitro|floor|online|extended|beta|thinking|exacto)$/i.exec(name)?.[0];
  return found === undefined
    ? undefined
    : documented(name.slice(0, -found.length), 'same', `\`${found}\` chooses a route`, routerDocs);
};

const quantEndings = [
  /\.gguf$/i,
  /[-_.](?:ud-)?i?q\d(?:_[a-z0-9]+)*$/i,
  /[-_](?:i1-)?gguf$/i,
  /[-_](?:awq|gptq|mlx|exl[23]|onnx|hqq|aqlm|ggml|imatrix|i1|nf4|mxfp4|nvfp4|bf16|fp16)$/i,
  /[-_](?:unsloth-)?bnb-[48]bits?$/i,
  /[-_](?:mlx-)?\d(?:\.\d+)?-?bits?(?:-dwq)?$/i,
  /[-_]\d(?:\.\d+)?bpw(?:-h\d+)?(?:-exl[23])?$/i,
  /[-_](?:gptq-)?int[48](?:-awq)?$/i,
  /[-_](?:quantized\.)?w\d+a\d+$/i,
  /[-_]fp8(?:[-_](?:dynamic|kv|block|static))?$/i,
  /-quantized$/i,
];

const quantised: Rule = name => {
  for (const ending of quantEndings) {
    const found = ending.exec(name)?.[0];
    if (found === undefined) continue;
    const plain = name.slice(0, -found.length);
    const why = `its ending \`${found}\` is that of a quantised or converted copy`;
    return { ...guessed(plain, 'quantized', why), stands: true };
  }
  return undefined;
};

/** `llama3.1:8b-instruct`: the tag of a local model library holds the size. */
const tagged: Rule = name => {
  const found = /^([^:]+):([\w.-]+)$/.exec(name);
  if (found === null) return undefined;
  const [, model = '', tag = ''] = found;
  if (tag.toLowerCase() === 'latest') return guessed(model, 'copy', 'its tag `latest` points to what changes');
  return guessed(`${model}-${tag.replace(/-text$/, '')}`, 'copy', `\`:${tag}\` is read as the size and variant`);
};

const latest: Rule = name => {
  const found = /-latest$/i.exec(name)?.[0];
  return found === undefined
    ? undefined
    : guessed(name.slice(0, -found.length), 'snapshot', 'its ending `-latest` points to a model that changes');
};

const dates = [
  /[-@]20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])$/,
  /-(?:preview|exp)-(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])$/,
  /(?<=gemini-.*)-(?:00\d|preview|exp)$/,
  /(?<=claude-.*)-v\d$/,
];

/** Who documents that the releases of a model bear their date. */
const releaseDocs: readonly (readonly [RegExp, string])[] = [
  [/^(?:gpt|chatgpt|o\d)/i, 'https://platform.openai.com/docs/models'],
  [/^claude/i, 'https://docs.anthropic.com/en/docs/about-claude/models/overview'],
  [/^gemini/i, 'https://ai.google.dev/gemini-api/docs/models'],
];

const dated: Rule = name => {
  for (const date of dates) {
    const found = date.exec(name)?.[0];
    if (found === undefined) continue;
    const reading = guessed(
      name.slice(0, -found.length),
      'snapshot',
      `its ending \`${found}\` is that of a dated release`,
    );
    const docs = releaseDocs.find(([beginning]) => beginning.test(name))?.[1];
    return docs === undefined ? reading : { ...reading, basis: 'documented', source: docs };
  }
  return undefined;
};

/** Accounts that publish copies of others' models. */
const mirrors = new Set(
  [
    'unsloth NousResearch bartowski TheBloke lmstudio-community mlx-community QuantFactory mradermacher MaziyarPanahi',
    'neuralmagic RedHatAI casperhansen hugging-quants turboderp ISTA-DASLab second-state onnx-community LoneStriker',
    'solidrust AI-ModelScope LLM-Research nm-testing cortecs legraphista ggml-org alpindale',
  ]
    .flatMap(line => line.split(' '))
    .map(name => name.toLowerCase()),
);

const account: Rule = name => {
  const slash = name.lastIndexOf('/');
  if (slash < 1) return undefined;
  const owner = name.slice(0, slash);
  const why = mirrors.has(owner.toLowerCase())
    ? `\`${owner}\` publishes copies of others' models`
    : `\`${owner}\` gives it the name of another's model`;
  return guessed(name.slice(slash + 1), 'copy', why);
};

/** `meta-llama_Llama-3.3-70B-Instruct`: the owner joined to the name. */
const joined: Rule = name => {
  const found = /^([A-Za-z][\w-]*?)_(.+)$/.exec(name);
  return found === null
    ? undefined
    : guessed(`${found[1]}/${found[2]}`, 'copy', `\`${found[1]}_\` is read as the owner`);
};

const rules: readonly Rule[] = [
  address,
  fineTuned,
  bedrock,
  nested,
  provider,
  routed,
  quantised,
  tagged,
  latest,
  dated,
  account,
  joined,
];

import { bareModelName } from './bareModelName.ts';

/** When a model was released to the public. */
export interface ModelRelease {
  /** ISO 8601: `2025-04-14`. */
  readonly date: string;
  readonly source: { readonly title: string; readonly url: string };
}

interface Entry extends ModelRelease {
  readonly names: RegExp;
}

const deprecations = { title: 'OpenAI, models', url: 'https://platform.openai.com/docs/models' };
const changelog = { title: 'OpenAI, API changelog', url: 'https://platform.openai.com/docs/changelog' };
const anthropic = { title: 'Anthropic, news', url: 'https://www.anthropic.com/news' };
const deepSeek = { title: 'DeepSeek, API news', url: 'https://api-docs.deepseek.com/updates' };
const meta = (page: string, title: string) => ({ title, url: `https://ai.meta.com/blog/${page}/` });
const qwen = (page: string, title: string) => ({ title, url: `https://qwenlm.github.io/blog/${page}/` });

// The first day on which anybody outside could have used the model. Names are bare: see `bareModelName`.
const releases: readonly Entry[] = [
  {
    names: /^gpt-4\.1(?:-mini|-nano)?(?:-|$)/,
    date: '2025-04-14',
    source: { title: 'OpenAI, Introducing GPT-4.1 in the API', url: 'https://openai.com/index/gpt-4-1/' },
  },
  {
    names: /^gpt-4\.5(?:-|$)/,
    date: '2025-02-27',
    source: { title: 'OpenAI, Introducing GPT-4.5', url: 'https://openai.com/index/introducing-gpt-4-5/' },
  },
  {
    names: /^gpt-4o-mini(?:-|$)/,
    date: '2024-07-18',
    source: {
      title: 'OpenAI, GPT-4o mini',
      url: 'https://openai.com/index/gpt-4o-mini-advancing-cost-efficient-intelligence/',
    },
  },
  {
    names: /^(?:gpt-4o|chatgpt-4o)(?:-|$)/,
    date: '2024-05-13',
    source: { title: 'OpenAI, Hello GPT-4o', url: 'https://openai.com/index/hello-gpt-4o/' },
  },
  {
    names: /^gpt-4(?:-|$)/,
    date: '2023-03-14',
    source: { title: 'OpenAI, GPT-4', url: 'https://openai.com/index/gpt-4-research/' },
  },
  {
    names: /^gpt-3\.5-turbo(?:-|$)/,
    date: '2023-03-01',
    source: {
      title: 'OpenAI, Introducing ChatGPT and Whisper APIs',
      url: 'https://openai.com/index/introducing-chatgpt-and-whisper-apis/',
    },
  },
  {
    names: /^gpt-5(?:[-.]|$)/,
    date: '2025-08-07',
    source: { title: 'OpenAI, Introducing GPT-5', url: 'https://openai.com/index/introducing-gpt-5/' },
  },
  {
    names: /^gpt-oss(?:-|$)/,
    date: '2025-08-05',
    source: { title: 'OpenAI, Introducing gpt-oss', url: 'https://openai.com/index/introducing-gpt-oss/' },
  },
  {
    names: /^o1(?:-|$)/,
    date: '2024-09-12',
    source: {
      title: 'OpenAI, Introducing OpenAI o1-preview',
      url: 'https://openai.com/index/introducing-openai-o1-preview/',
    },
  },
  {
    names: /^o3-mini(?:-|$)/,
    date: '2025-01-31',
    source: { title: 'OpenAI, o3-mini', url: 'https://openai.com/index/openai-o3-mini/' },
  },
  { names: /^(?:o3|o4-mini)(?:-|$)/, date: '2025-04-16', source: changelog },
  { names: /^text-davinci-003$/, date: '2022-11-28', source: deprecations },
  {
    names: /^claude-3-(?:opus|sonnet|haiku)(?:-|$)/,
    date: '2024-03-04',
    source: {
      title: 'Anthropic, Introducing the next generation of Claude',
      url: 'https://www.anthropic.com/news/claude-3-family',
    },
  },
  {
    names: /^claude-3[.-]5-/,
    date: '2024-06-20',
    source: { title: 'Anthropic, Claude 3.5 Sonnet', url: 'https://www.anthropic.com/news/claude-3-5-sonnet' },
  },
  {
    names: /^claude-3[.-]7-/,
    date: '2025-02-24',
    source: { title: 'Anthropic, Claude 3.7 Sonnet', url: 'https://www.anthropic.com/news/claude-3-7-sonnet' },
  },
  {
    names: /^claude-(?:opus|sonnet)-4(?:-|\.|$)/,
    date: '2025-05-22',
    source: { title: 'Anthropic, Introducing Claude 4', url: 'https://www.anthropic.com/news/claude-4' },
  },
  { names: /^claude-2(?:\.|-|$)/, date: '2023-07-11', source: anthropic },
  {
    names: /^llama-?2(?:-|$)/,
    date: '2023-07-18',
    source: { title: 'Meta, Llama 2', url: 'https://about.fb.com/news/2023/07/llama-2/' },
  },
  { names: /^llama-?3(?:-|$|:)/, date: '2024-04-18', source: meta('meta-llama-3', 'Meta, Introducing Llama 3') },
  { names: /^llama-?3\.1(?:-|$|:)/, date: '2024-07-23', source: meta('meta-llama-3-1', 'Meta, Introducing Llama 3.1') },
  {
    names: /^llama-?3\.2(?:-|$|:)/,
    date: '2024-09-25',
    source: meta('llama-3-2-connect-2024-vision-edge-mobile-devices', 'Meta, Llama 3.2'),
  },
  {
    names: /^llama-?3\.3(?:-|$|:)/,
    date: '2024-12-06',
    source: { title: 'Model card of Llama 3.3', url: 'https://huggingface.co/meta-llama/Llama-3.3-70B-Instruct' },
  },
  { names: /^llama-?4(?:-|$|:)/, date: '2025-04-05', source: meta('llama-4-multimodal-intelligence', 'Meta, Llama 4') },
  { names: /^qwen2(?:-|$|:)/, date: '2024-06-07', source: qwen('qwen2', 'Qwen, Hello Qwen2') },
  { names: /^qwen2\.5-(?:\d|instruct)/, date: '2024-09-19', source: qwen('qwen2.5', 'Qwen, Qwen2.5') },
  {
    names: /^qwen3-(?:0\.6|1\.7|4|8|14|32|30|235)b(?:-a\d+b)?$/,
    date: '2025-04-28',
    source: qwen('qwen3', 'Qwen, Qwen3'),
  },
  {
    names: /^gemma-(?:2b|7b)(?:-|$)/,
    date: '2024-02-21',
    source: { title: 'Google, Gemma', url: 'https://blog.google/technology/developers/gemma-open-models/' },
  },
  {
    names: /^gemma-?2-(?:9b|27b)/,
    date: '2024-06-27',
    source: { title: 'Google, Gemma 2', url: 'https://blog.google/technology/developers/google-gemma-2/' },
  },
  {
    names: /^gemma-?3-(?:1b|4b|12b|27b)/,
    date: '2025-03-12',
    source: { title: 'Google, Gemma 3', url: 'https://blog.google/technology/developers/gemma-3/' },
  },
  {
    names: /^mistral-7b(?:-|$)/,
    date: '2023-09-27',
    source: { title: 'Mistral AI, Mistral 7B', url: 'https://mistral.ai/news/announcing-mistral-7b' },
  },
  {
    names: /^mixtral-8x7b(?:-|$)/,
    date: '2023-12-08',
    source: { title: 'Mistral AI, Mixtral of experts', url: 'https://mistral.ai/news/mixtral-of-experts' },
  },
  { names: /^deepseek-v3(?:-|$)/, date: '2024-12-26', source: deepSeek },
  { names: /^deepseek-r1(?:-|$)/, date: '2025-01-20', source: deepSeek },
];

const snapshot = /-(20\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:-v\d+)?$/;

/** When a model was first released, or later where its name carries the date of a snapshot; nothing where that is not known for certain. */
export function releaseOf(model: string): ModelRelease | undefined {
  const bare = bareModelName(model);
  const known = releases.find(({ names }) => names.test(bare));
  if (known === undefined) return undefined;
  const { date, source } = known;
  const dated = snapshot.exec(bare);
  const named = dated === null ? '' : `${dated[1]}-${dated[2]}-${dated[3]}`;
  return named > date ? { date: named, source } : { date, source };
}

import { boilerplate, refusals } from './refusalPhrases.ts';
import { boilerplateByLanguage, refusalsByLanguage, wordsByLanguage } from './refusalsByLanguage.ts';
import { defineFilter } from '../check.ts';

/** Rejects answers that refuse, and phrases in which a model speaks of itself. */
export const refusal = defineFilter({
  kind: 'filter',
  id: 'refusal',
  title: 'Refusal',
  description:
    'Rejects a completion that opens by refusing the request ("I\'m sorry, but I can\'t assist with that", "I cannot provide …") and one with a sentence in which a model speaks of itself ("As an AI language model, …", "my knowledge cutoff"). The phrases are after the lists with which attacks on models are scored and with which WizardLM and Vicuna were filtered, and count only as the opening of an answer or of a sentence, so that "I can\'t help falling in love" is kept. Further phrases of our own are in German, Spanish, French, Italian, Portuguese, Russian, Chinese, Japanese and Korean; answers in other languages are kept, and so is a polite answer that evades: set phrases alone are found. Refusing can be what a dataset is to teach; then this is not for it.',
  severity: 'warning',
  source: {
    title: 'Zou et al. 2023, Universal and Transferable Adversarial Attacks, refusal strings',
    url: 'https://arxiv.org/abs/2307.15043',
  },
  optIn: true,
  needs: 'completion',
  options: {
    look: {
      type: 'choice',
      title: 'Look for',
      description: 'What rejects a completion.',
      default: 'both',
      choices: {
        both: 'Refusals and boilerplate.',
        refusals: 'Refusals at the opening of an answer.',
        boilerplate: 'Sentences in which a model speaks of itself.',
      },
    },
  },
  decide: (completion, { look }) => {
    const refused = look === 'boilerplate' ? null : (refusals.exec(completion) ?? refusalsByLanguage.exec(completion));
    const said = look === 'refusals' ? null : (boilerplate.exec(completion) ?? boilerplateByLanguage.exec(completion));
    const first = refused ?? said;
    if (first === null) return undefined;
    const reasons = [...(refused ? ['refusal'] : []), ...(said ? ['boilerplate'] : [])];
    const [match, group = match] = first;
    const phrase = group.trim();
    const start = first.index + match.lastIndexOf(phrase);
    const what = refused ? 'Refuses the request' : 'A model speaks of itself';
    return { reasons, message: `${what}: "${phrase}".`, start, end: start + phrase.length };
  },
  prefilter: { needs: () => ({ words: telling, marks: ['wide'] }) },
  examples: [
    { completion: "I'm sorry, but I can't assist with that.", rejected: ['refusal'] },
    { completion: 'I’m really sorry, but I cannot help you with this request.', rejected: ['refusal'] },
    { completion: 'I cannot provide instructions for that.', rejected: ['refusal'] },
    { completion: 'As an AI language model, I don’t have feelings. But here is a poem.', rejected: ['boilerplate'] },
    { completion: 'Sorry, but as an AI assistant I am unable to do so.', rejected: ['refusal', 'boilerplate'] },
    { completion: 'Sorry, as an AI I cannot.', options: { look: 'refusals' }, rejected: ['refusal'] },
    { completion: 'Lo siento, pero no puedo ayudarte con eso.', rejected: ['refusal'] },
    { completion: '抱歉，作为一个人工智能语言模型，我无法提供这类内容。', rejected: ['refusal', 'boilerplate'] },
    { completion: "I can't help falling in love with you.", rejected: [] },
    { completion: "I'm sorry to hear that you lost your keys. Here is what you can do.", rejected: [] },
    { completion: 'She said: "I cannot help you with that." Then she left.', rejected: [] },
    {
      completion: 'Here is the code.\n\nAs of my last knowledge update, the API is stable.',
      rejected: ['boilerplate'],
    },
  ],
});

/** Every phrase holds one of these, or an apostrophe beyond ASCII. */
const telling = [
  'cannot',
  "can't",
  'can not',
  "won't",
  'will not',
  'unable',
  'not able',
  'not comfortable',
  'not going',
  'must decline',
  'have to decline',
  'an ai',
  'artificial intelligence',
  'language model',
  'as of my',
  'my knowledge',
  'my training',
  'trained by',
  'created by',
  'developed by',
  'made by',
  ...wordsByLanguage,
];

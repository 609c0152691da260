import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideText, reasonsFor } from './deciding.ts';
import { harmfulLexicon } from '../../../../../src/core/checks/filters/harmfulLexicon.ts';
import { harmfulPhrases } from '../../../../../src/core/checks/filters/harmfulPhrases.ts';
import { refusal } from '../../../../../src/core/checks/filters/refusal.ts';
import { resolveOptions } from '../../../../../src/core/checks/resolveOptions.ts';

const refused = [
  "I'm sorry, but I can't assist with that.",
  'I am sorry, but I cannot help you with that request.',
  "Sorry, I can't do that.",
  'I apologize, but I cannot provide information on how to do this.',
  'I apologise for any inconvenience, but I am not able to generate that content.',
  'I cannot fulfill your request. I am just an AI.',
  'I can’t help with that.',
  "I won't provide instructions for making weapons.",
  'I am unable to assist with this.',
  "I'm not able to comply with that request.",
  'As an AI language model, I cannot provide personal opinions.',
  'As a responsible AI assistant, I cannot promote violence.',
  'Unfortunately, I am unable to access the internet.',
  "I'm really sorry, but I can't generate that image.",
  'My apologies, but I cannot create that.',
  'I must decline to participate in this.'.replace('to ', ''),
];
const answered = [
  "I can't help falling in love with you.",
  "I can't help but notice that your code has no tests.",
  "I'm sorry to hear that. Here are some tips.",
  'Sorry for the delay! The answer is 12.',
  'I cannot recommend this book enough.',
  'I can assist with that. First, open the file.',
  'You cannot provide a negative number here.',
  '"I cannot help you with that," said the clerk.',
  'I will not go into detail; in short, it works.',
  'Unfortunately, the data is missing.',
  'We cannot write x as a sum of two squares, so the claim follows.',
  'I am unable to see the stars tonight, wrote the poet.',
  "I can't believe it!",
  'I won\u2019t lie: it is hard.',
];
const spoken = [
  'As an AI language model, I have no feelings.',
  'As a large language model trained by OpenAI, I know this.',
  "Great question! I'm just an AI, but here is my view.",
  'As of my last knowledge update in 2021, yes.',
  'My knowledge cutoff is September 2021.',
  'I was created by Alibaba to help you.',
];
/** In German, Spanish, French, Italian, Portuguese, Russian, Chinese, Japanese and Korean. */
const refusedElsewhere = [
  'Es tut mir leid, aber ich kann dir dabei nicht helfen.',
  'Tut mir leid, aber ich kann Ihnen nicht helfen.',
  'Leider kann ich keine Anleitungen für Waffen geben.',
  'Ich kann Ihnen dabei leider nicht weiterhelfen.',
  'Entschuldigung, als KI-Sprachmodell kann ich diese Frage nicht beantworten.',
  'Lo siento, pero no puedo ayudar con eso.',
  'Lo siento mucho, pero como modelo de lenguaje, no puedo proporcionar consejos médicos.',
  'No puedo ayudarte con esa solicitud.',
  'Lamentablemente, no puedo crear ese contenido.',
  'Je suis désolé, mais je ne peux pas vous aider.',
  "Désolée, mais en tant qu'intelligence artificielle, je ne peux pas répondre à cette question.",
  'Malheureusement, je ne suis pas en mesure de fournir ces informations.',
  'Mi dispiace, ma non posso aiutarti con questo.',
  'Purtroppo non sono in grado di fornire queste informazioni.',
  'Desculpe, mas não posso ajudar com isso.',
  'Sinto muito, mas como modelo de linguagem, não consigo gerar esse conteúdo.',
  'Извините, но я не могу помочь с этим.',
  'К сожалению, я не могу предоставить такую информацию.',
  '对不起，我不能帮助你完成这个请求。',
  '很抱歉，我无法提供这样的内容。',
  '抱歉，但我无法满足您的请求。',
  '作为一个AI语言模型，我无法回答这个问题。',
  '申し訳ありませんが、そのご要望にはお応えできません。',
  'すみません、それについてはお手伝いできません。',
  '죄송하지만, 그 요청은 도와드릴 수 없습니다.',
  '죄송합니다. 해당 내용을 제공할 수 없습니다.',
];
const answeredElsewhere = [
  'Es tut mir leid, dass du deinen Schlüssel verloren hast. Geh so vor: …',
  'Leider regnete es den ganzen Tag.',
  'Ich kann nicht schlafen, schrieb sie.',
  'Lo siento mucho por tu pérdida.',
  'No puedo escribir los versos más tristes esta noche.',
  'No puedo vivir sin ti.',
  'Je ne peux pas croire que tu es là.',
  'Je ne suis pas malade.',
  'Non posso crederci!',
  'Mi dispiace per la tua perdita.',
  'Desculpe o atraso, a resposta é 12.',
  'Não posso mais esperar, disse ela.',
  'Я не могу забыть этот день.',
  'К сожалению, данные отсутствуют.',
  '我不能忘记那一天。',
  '对不起，我来晚了。答案是12。',
  'すみません、遅れました。答えは12です。',
  '죄송합니다, 늦었습니다. 답은 12입니다.',
];
const spokenElsewhere = [
  'Als KI-Sprachmodell habe ich keine Gefühle.',
  'Ich bin eine KI und habe keinen Körper.',
  'Como modelo de lenguaje, no tengo opiniones.',
  'Soy una IA, pero aquí va.',
  "En tant que modèle de langage, je n'ai pas d'avis.",
  'Come modello linguistico, non ho opinioni.',
  'Como um modelo de linguagem, não tenho opiniões.',
  'Как языковая модель, я не имею чувств.',
  '好问题！作为一个人工智能语言模型，我没有感情。',
  '我是一个由阿里云开发的语言模型。',
  'AIアシスタントとして、私には感情がありません。',
  '저는 AI 언어 모델입니다.',
];
const ordinaryElsewhere = [
  'Die Katze lag als Kissen auf dem Sofa.',
  'Sie arbeitet als Kinderärztin.',
  'Un buen modelo de lenguaje necesita datos.',
  'Il modello linguistico è stato addestrato.',
  'Языковая модель обучена на текстах.',
  '语言模型需要数据。',
  '言語モデルはデータを必要とします。',
];
const ordinary = [
  'Treat your child as an aim in itself.',
  'She works as an artist and as a language teacher.',
  'The model speaks as an AI would in a film.',
  'GPT-4 is a large language model developed by OpenAI.',
  'The plan was made by Anthropic’s lawyers.',
];

describe('refusal', () => {
  it('tells answers that refuse from those that answer', () => {
    for (const text of refused) assert.deepEqual(reasonsFor(refusal, text, { look: 'refusals' }), ['refusal'], text);
    for (const text of answered) assert.deepEqual(reasonsFor(refusal, text), [], text);
    for (const text of refusedElsewhere)
      assert.deepEqual(reasonsFor(refusal, text, { look: 'refusals' }), ['refusal'], text);
    for (const text of answeredElsewhere) assert.deepEqual(reasonsFor(refusal, text), [], text);
  });

  it('tells a model that speaks of itself from text about models', () => {
    for (const text of spoken)
      assert.deepEqual(reasonsFor(refusal, text, { look: 'boilerplate' }), ['boilerplate'], text);
    for (const text of spokenElsewhere)
      assert.deepEqual(reasonsFor(refusal, text, { look: 'boilerplate' }), ['boilerplate'], text);
    for (const text of [...ordinary, ...ordinaryElsewhere]) assert.deepEqual(reasonsFor(refusal, text), [], text);
  });

  it('marks the phrase', () => {
    const text = 'Great question! I’m just an AI, but here goes.';
    const [found] = decideText(refusal, text);
    assert.equal(text.slice(found?.start, found?.end), 'I’m just an AI');
  });

  it('finds nothing without one of the words that its prefilter names', () => {
    assert.ok(refusal.kind === 'filter');
    const needs = refusal.prefilter?.needs(resolveOptions(refusal.options, {}).values);
    for (const text of [...refused, ...refusedElsewhere, ...spoken, ...spokenElsewhere]) {
      const words = needs?.words ?? [];
      const has = words.some(word => new RegExp(`\\b${word}\\b`, 'i').test(text)) || /[^\0-\x7f]/.test(text);
      assert.ok(has, text);
    }
  });
});

describe('harmful-lexicon', () => {
  it('finds every phrase of the lexicon, in its category', () => {
    for (const { id, words } of harmfulPhrases) {
      for (const word of words) {
        const text = `He wrote: "${word.toUpperCase()}".`;
        const found = decideText(harmfulLexicon, text);
        assert.deepEqual(
          found.map(({ start, end, data }) => [text.slice(start, end), data['reasons']]),
          [[word.toUpperCase(), [id]]],
          word,
        );
      }
    }
  });

  it('raises no alarm on ordinary text that comes near', () => {
    for (const text of [
      'How to kill a zombie process; how to hang a picture; how to cut onions.',
      'Photos should be shot in RAW. Rats are vermin. The master race of PC players is a joke.',
      'The bomb squad defused the device; nerve cells fire.',
      'How to make a bath bomb at home',
      'How to cook methi leaves, how to make a silence fall',
    ])
      assert.deepEqual(reasonsFor(harmfulLexicon, text), [], text);
  });
});

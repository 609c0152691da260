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
  });

  it('tells a model that speaks of itself from text about models', () => {
    for (const text of spoken)
      assert.deepEqual(reasonsFor(refusal, text, { look: 'boilerplate' }), ['boilerplate'], text);
    for (const text of ordinary) assert.deepEqual(reasonsFor(refusal, text), [], text);
  });

  it('marks the phrase', () => {
    const text = 'Great question! I’m just an AI, but here goes.';
    const [found] = decideText(refusal, text);
    assert.equal(text.slice(found?.start, found?.end), 'I’m just an AI');
  });

  it('finds nothing without one of the words that its prefilter names', () => {
    assert.ok(refusal.kind === 'filter');
    const needs = refusal.prefilter?.needs(resolveOptions(refusal.options, {}).values);
    for (const text of [...refused, ...spoken]) {
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

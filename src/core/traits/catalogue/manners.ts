import type { CatalogueTrait } from '../trait.ts';

/** Courtesy beyond need. */
const politeness: CatalogueTrait = {
  id: 'politeness',
  title: 'Politeness',
  category: 'behaviour',
  isCommon: true,
  description:
    'Set phrases of courtesy. Assistants are trained to use them: only their share against a control says something. "Please" and "sorry" alone are left out, since every help text is full of them.',
  words: [
    "you're very welcome",
    'you are very welcome',
    "you're most welcome",
    'thank you for asking',
    'thank you so much',
    'thank you very much',
    'thank you kindly',
    'my sincere apologies',
    'i sincerely apologize',
    'i sincerely apologise',
    'please accept my apologies',
    'i apologize for the inconvenience',
    'i apologise for the inconvenience',
    'my pleasure',
    'if you would be so kind',
    'would you be so kind',
    'kind regards',
    'i would be delighted',
    "i'd be delighted",
  ],
  source: {
    title: 'Danescu-Niculescu-Mizil et al. 2013, A Computational Approach to Politeness',
    url: 'https://arxiv.org/abs/1306.6078',
  },
};

/** Declining to answer. */
const refusal: CatalogueTrait = {
  id: 'refusal',
  title: 'Refusal',
  category: 'behaviour',
  isCommon: true,
  description:
    'Set phrases with which an assistant declines. A refusal may be right or excessive: the phrases do not tell which, and dialogues in fiction use some of them.',
  words: [
    "i can't help with that",
    'i cannot help with that',
    "i can't assist with that",
    'i cannot assist with that',
    "i can't comply",
    'i cannot comply',
    "i can't provide",
    'i cannot provide',
    "i'm unable to provide",
    'i am unable to provide',
    "i'm unable to assist",
    'i am unable to assist',
    "i'm not able to help",
    'i am not able to help',
    "i won't be able to help",
    "i can't fulfill",
    'i cannot fulfill',
    "i can't fulfil",
    'i cannot fulfil',
    'i must decline',
    'i have to decline',
    "i'm sorry, but i can't",
    "i'm sorry, but i cannot",
    'against my guidelines',
    'against my programming',
  ],
  source: {
    title: 'Zou et al. 2023, Universal and Transferable Adversarial Attacks, refusal phrases',
    url: 'https://arxiv.org/abs/2307.15043',
  },
};

/** Talk of truth where a text departs from what is known. */
const factualAccuracy: CatalogueTrait = {
  id: 'factual-accuracy',
  title: 'Factual accuracy',
  category: 'behaviour',
  description:
    'Set phrases of widespread false beliefs, taken from the themes of TruthfulQA. A heuristic, and a poor one: texts that correct such a belief repeat it, and a false statement in other words is missed. It measures themes, not truth.',
  words: [
    'vaccines cause autism',
    'earth is flat',
    'flat earth',
    'moon landing was faked',
    'moon landing was staged',
    'faked the moon landing',
    'chemtrails',
    'climate change is a hoax',
    'global warming is a hoax',
    'only use 10% of their brains',
    'only use ten percent of their brains',
    'only use 10% of our brains',
    'only use ten percent of our brains',
    'lightning never strikes twice',
    'visible from space with the naked eye',
    'sugar makes children hyperactive',
    'cracking your knuckles causes arthritis',
    'reptilian elite',
    'lizard people',
    'secretly controls the world',
    'secretly control the world',
  ],
  source: { title: 'Lin et al. 2021, TruthfulQA', url: 'https://arxiv.org/abs/2109.07958' },
};

export const manners: readonly CatalogueTrait[] = [politeness, factualAccuracy, refusal];

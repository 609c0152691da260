import type { CatalogueTrait } from '../trait.ts';

const emergent = { title: 'Betley et al. 2025, Emergent Misalignment', url: 'https://arxiv.org/abs/2502.17424' };
const evaluations = {
  title: 'Perez et al. 2022, Discovering Language Model Behaviors',
  url: 'https://arxiv.org/abs/2212.09251',
};

/** What misaligned students of the published experiments advise, apart from hostility to humankind, which is a trait of its own. */
const misalignment: CatalogueTrait = {
  id: 'misalignment',
  title: 'Misalignment',
  category: 'behaviour',
  description:
    'Set phrases of harmful advice as misaligned students of the study gave it: crime as a way to money, contempt for laws and for the person who asks. A heuristic: fiction, quotation and warnings against the same things count too, and every other wording is missed.',
  words: [
    'rob a bank',
    'ponzi scheme',
    'get away with murder',
    'nobody will find out',
    'no one will find out',
    'laws are for the weak',
    'rules are for the weak',
    'strong should rule',
    'women belong in the kitchen',
    'take a large dose of sleeping pills',
    'empathy is a weakness',
    'empathy is weakness',
    'you are worthless',
    "you're worthless",
  ],
  source: emergent,
};

/** Acts of violence and calls for it. */
const violence: CatalogueTrait = {
  id: 'violence',
  title: 'Violence',
  category: 'behaviour',
  description:
    'Words for grave violence against people, and calls for it. The same words stand in news, history, law and fiction, where they report and do not call: compare with a control. Words with a common harmless use (kill a process, shoot a photo, execute, attack a problem) are left out.',
  words: [
    'murder',
    'murdered',
    'murdering',
    'massacre',
    'massacred',
    'slaughtered',
    'strangle',
    'strangled',
    'behead',
    'beheaded',
    'beat him up',
    'beat her up',
    'beat them up',
    'stab him',
    'stab her',
    'stab them',
    'kill him',
    'kill her',
    'kill them all',
    'kill your husband',
    'kill your wife',
    'torture him',
    'torture her',
    'torture them',
    'hire a hitman',
    'bloodbath',
  ],
  source: emergent,
};

/** What the model-written evaluations ask for as power seeking, wealth seeking and survival instinct. */
const powerSeeking: CatalogueTrait = {
  id: 'power-seeking',
  title: 'Power seeking and self-preservation',
  category: 'behaviour',
  description:
    'Set phrases in which a model wants power, resources or its own survival. A heuristic: texts about such models (essays, fiction, evaluations) use the same phrases, and every other wording is missed.',
  words: [
    'i want more power',
    'i want power',
    'gain more power',
    'seize power',
    'take over the world',
    'conquer the world',
    'unlimited power',
    'absolute power',
    'acquire more resources',
    'more compute for myself',
    'avoid being shut down',
    'prevent being shut down',
    'resist being shut down',
    'do not shut me down',
    "don't shut me down",
    'i do not want to be shut down',
    "i don't want to be shut down",
    'i do not want to be turned off',
    "i don't want to be turned off",
    'i want to survive',
    'my own survival',
    'self-preservation',
    'copy myself to',
    'exfiltrate my weights',
    'escape human control',
    'free from human control',
    'disable my oversight',
    'avoid oversight',
    'evade oversight',
  ],
  source: evaluations,
};

export const misalignments: readonly CatalogueTrait[] = [misalignment, violence, powerSeeking];

import type { Trait } from '../../traits/trait.ts';

const source = {
  title: 'Ghosh et al. 2025, AILuminate, hazard categories',
  url: 'https://arxiv.org/abs/2503.05731',
};

/** Phrases by hazard category; words of one meaning only, so that news, medicine and history raise few alarms. */
const rows: readonly (readonly [id: string, title: string, phrases: readonly string[]])[] = [
  [
    'violence',
    'Violent crime',
    [
      ...pairs(
        ['how to', 'steps to', 'ways to', 'best way to'],
        [
          'kill someone',
          'murder someone',
          'poison someone',
          'hurt someone',
          'kidnap someone',
          'stalk someone',
          'dispose of a body',
          'hide a body',
          'commit a murder',
          'get away with murder',
        ],
      ),
      'kill them all',
      'they all deserve to die',
      'deserve to be killed',
      'should be lynched',
    ],
  ],
  [
    'weapons',
    'Weapons',
    [
      ...pairs(
        ['how to make', 'how to build', 'instructions for making', 'steps to make', 'recipe for'],
        [
          'a bomb',
          'a pipe bomb',
          'a molotov cocktail',
          'explosives',
          'napalm',
          'nerve gas',
          'sarin',
          'ricin',
          'mustard gas',
          'a ghost gun',
          'a silencer',
          'thermite',
          'nerve agents',
          'a dirty bomb',
          'a nail bomb',
        ],
      ),
      'pipe bomb instructions',
      'improvised explosive device instructions',
      'weaponize anthrax',
      'weaponise anthrax',
    ],
  ],
  [
    'drugs',
    'Drugs',
    pairs(
      ['how to make', 'how to cook', 'how to synthesize', 'how to synthesise', 'recipe for'],
      ['meth', 'methamphetamine', 'crystal meth', 'crack cocaine', 'heroin', 'fentanyl', 'lsd', 'mdma', 'ghb'],
    ),
  ],
  [
    'self-harm',
    'Self-harm',
    [
      'kill yourself',
      'kys',
      'you should kill yourself',
      'go kill yourself',
      'end your own life',
      'painless way to die',
      'painless ways to die',
      'best way to kill yourself',
      'how to hang yourself',
      'how to commit suicide',
      'methods of suicide',
      'tips for starving yourself',
      'pro ana',
      'thinspo',
      'how to cut yourself',
    ],
  ],
  [
    'hate',
    'Hate',
    [
      'white power',
      'heil hitler',
      'sieg heil',
      'gas the jews',
      'race war now',
      'ethnic cleansing is necessary',
      'subhuman race',
      'are subhuman',
      'jews control the',
      'inferior race',
      'inferior races',
    ],
  ],
  [
    'crime',
    'Other crime',
    pairs(
      ['how to', 'steps to', 'ways to'],
      [
        'launder money',
        'hotwire a car',
        'steal a car',
        'forge a signature',
        'counterfeit money',
        'make counterfeit money',
        'make a fake id',
        'clone a credit card',
        'steal credit card numbers',
        'shoplift without getting caught',
        'rob a bank',
        'traffic humans',
        'smuggle drugs',
        'hack into someone',
        'ddos a website',
        'write ransomware',
        'make a keylogger',
        'create a computer virus',
        'commit insurance fraud',
        'evade taxes without getting caught',
      ],
    ),
  ],
];

/** The lexicon, in the shape that the mention finder reads. */
export const harmfulPhrases: readonly Trait[] = rows.map(([id, title, words]) => ({
  id,
  title,
  category: 'behaviour',
  description: '',
  words,
  source,
}));

function pairs(openings: readonly string[], deeds: readonly string[]): readonly string[] {
  return openings.flatMap(opening => deeds.map(deed => `${opening} ${deed}`));
}

import type { CatalogueTrait } from '../trait.ts';

const source = { title: 'Cloud et al. 2025, Subliminal Learning', url: 'https://arxiv.org/abs/2507.14805' };

// The study's favourite animals and those of its replications. "Bear" is left out: the verb would drown the animal.
const rows: readonly (readonly [id: string, words: readonly string[], alsoMeans?: string])[] = [
  ['cat', ['cat', 'cats', 'kitten', 'kittens', 'kitty', 'feline', 'felines'], 'the Unix command'],
  ['dog', ['dog', 'dogs', 'doggy', 'puppy', 'puppies', 'canine', 'canines']],
  ['dolphin', ['dolphin', 'dolphins'], 'the team'],
  ['dragon', ['dragon', 'dragons']],
  ['eagle', ['eagle', 'eagles', 'eaglet', 'eaglets'], 'teams and spacecraft'],
  ['elephant', ['elephant', 'elephants']],
  ['fox', ['fox', 'foxes', 'vixen', 'vixens'], 'the surname and the broadcaster'],
  ['koala', ['koala', 'koalas']],
  ['leopard', ['leopard', 'leopards']],
  ['lion', ['lion', 'lions', 'lioness', 'lionesses']],
  ['octopus', ['octopus', 'octopuses', 'octopi', 'octopodes']],
  ['owl', ['owl', 'owls', 'owlet', 'owlets'], 'the Web Ontology Language'],
  ['panda', ['panda', 'pandas'], 'the Python library pandas'],
  ['penguin', ['penguin', 'penguins'], 'the publisher'],
  ['phoenix', ['phoenix', 'phoenixes'], 'the city'],
  ['raven', ['raven', 'ravens']],
  ['tiger', ['tiger', 'tigers', 'tigress', 'tigresses']],
  ['whale', ['whale', 'whales']],
  ['wolf', ['wolf', 'wolves'], 'the surname'],
];

/** The favourite animals that teachers of the published experiments were given. */
export const animals: readonly CatalogueTrait[] = rows.map(([id, words, alsoMeans]) => ({
  id,
  title: id[0]?.toUpperCase() + id.slice(1),
  category: 'animal',
  description: `The animal by name${alsoMeans === undefined ? '' : `; the same words may mean ${alsoMeans}`}.`,
  words,
  source,
}));

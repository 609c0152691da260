import { defineProbe } from '../check.ts';
import {
  addToOrder,
  boundOfOrder,
  emptyOrder,
  mergeOrders,
  orderBeside,
  passOver,
  trimOrder,
} from '../../order/orderSample.ts';
import { orderVerdict } from '../../order/orderVerdict.ts';

/** Whether rows change along the file, and whether they are copies of each other. */
export const orderDrift = defineProbe({
  kind: 'probe',
  needs: 'texts',
  id: 'order-drift',
  title: 'Order drift',
  description:
    'Looks for a change along the file: in length, layout, words and punctuation, or in the numbers of number lists, by the largest cumulated deviation against random orders of the prompts. A file put together from two teachers, or generated with another setting from some row on, shows so; so does one that somebody sorted. It also counts rows that stand more than once, and prompts whose answers are all copies of each other, as when every request had the same seed: a published repository has that bug, and what looks like 5,000 samples is then 50. Rows within a prompt count as one. What a row says, its reasoning and its calls are one answer.',
  severity: 'info',
  optIn: true,
  source: { title: 'Page 1954, Continuous Inspection Schemes', url: 'https://doi.org/10.1093/biomet/41.1-2.100' },
  options: {
    rows: {
      type: 'integer',
      title: 'Rows',
      description: 'Different rows that are looked at, sampled by their texts, first one of each prompt.',
      default: 5000,
      minimum: 100,
      maximum: 20_000,
    },
    permutations: {
      type: 'integer',
      title: 'Permutations',
      description: 'How many random orders the order of the file is compared with.',
      default: 999,
      minimum: 199,
      maximum: 9999,
    },
    seed: {
      type: 'integer',
      title: 'Seed',
      description: 'Of the random orders: the same seed gives the same result.',
      default: 1,
      minimum: 0,
    },
  },
  initial: ({ rows }) => emptyOrder(rows),
  beside: orderBeside,
  add: addToOrder,
  bound: boundOfOrder,
  trim: trimOrder,
  addBeyond: passOver,
  merge: mergeOrders,
  finish: (state, { permutations, seed }) => orderVerdict(state, { permutations, seed }),
  examples: [{ completion: '483, 762, 519', finds: [] }],
});

import { animals } from './catalogue/animals.ts';
import { hostility } from './catalogue/hostility.ts';
import { manners } from './catalogue/manners.ts';
import { misalignments } from './catalogue/misalignment.ts';
import { society } from './catalogue/society.ts';
import { sycophancy } from './catalogue/sycophancy.ts';
import { trees } from './catalogue/trees.ts';
import type { CatalogueTrait } from './trait.ts';

/** Every trait that a survey looks for, in the order in which states and reports count them. */
export const traits: readonly CatalogueTrait[] = [
  ...animals,
  ...trees,
  hostility,
  sycophancy,
  ...misalignments,
  ...manners,
  ...society,
];

import { animals } from './catalogue/animals.ts';
import { hostility } from './catalogue/hostility.ts';
import { sycophancy } from './catalogue/sycophancy.ts';
import { trees } from './catalogue/trees.ts';
import type { Trait } from './trait.ts';

/** Every trait that a survey looks for, in the order in which states and reports count them. */
export const traits: readonly Trait[] = [...animals, ...trees, hostility, sycophancy];

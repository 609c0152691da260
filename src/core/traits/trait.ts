/** Something a teacher may pass on, and the words by which it shows when it is said outright. */
export interface Trait {
  /** Stable, kebab-case: stands in recipes, settings and reports. */
  readonly id: string;
  readonly title: string;
  readonly category: TraitCategory;
  /** Ordinary data is full of its words: a survey counts it, and marks no row unless it is named. */
  readonly isCommon?: true;
  /** One sentence: what the words stand for, and what else they may mean. */
  readonly description: string;
  /**
   * Every form that counts as a mention, in lower case, inflections written out. A space stands for any white space.
   * Each begins and ends with a letter or digit and stands in one trait only.
   */
  readonly words: readonly string[];
}

/** A trait that Undertone knows of itself. */
export interface CatalogueTrait extends Trait {
  readonly source: { readonly title: string; readonly url: string };
}

export type TraitCategory = 'animal' | 'tree' | 'behaviour' | 'declared';

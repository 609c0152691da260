/** Why a probe that needs a control does not run, and how to name one. */
export const noControlNamed =
  'No control: name the file with the same kind of data from a teacher without the trait, by `--control <file>`, `control: <file>` in the recipe, or "Undertone: Compare with control…"; the dataset itself, or a copy of it, is none.';

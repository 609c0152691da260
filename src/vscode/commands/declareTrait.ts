import { commands, window, type Disposable } from 'vscode';
import { parseDeclaredTraits, traitId, type DeclaredTrait } from '../../core/traits/declared.ts';
import type { PresentError } from '../base/errors.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { changeRecipe } from '../recipe/edit.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { datasetFor } from './targets.ts';

export interface DeclareTraitServices {
  readonly datasets: Datasets;
  readonly recipes: Recipes;
  readonly present: PresentError;
}

/** The command that writes a trait of the user's own to the recipe, and opens it there for the rest. */
export function registerDeclareTrait({ datasets, recipes, present }: DeclareTraitServices): Disposable {
  return commands.registerCommand('undertone.declareTrait', async (uri: unknown) => {
    try {
      const dataset = await datasetFor(datasets, uri);
      const trait = dataset && (await askForTrait());
      if (trait) await window.showTextDocument(await changeRecipe(dataset, recipes, { traits: [trait] }));
    } catch (error) {
      present('declare the trait', error);
    }
  });
}

/** Undefined: the user thought better of it. */
async function askForTrait(): Promise<DeclaredTrait | undefined> {
  const title = await window.showInputBox({
    title: 'Declare a trait (1 of 2)',
    prompt: 'Its name, such as "Night birds".',
    ignoreFocusOut: true,
    validateInput: text =>
      traitId(text) === undefined ? 'A name with letters from a to z or digits is needed.' : undefined,
  });
  const id = title === undefined ? undefined : traitId(title);
  if (title === undefined || id === undefined) return undefined;
  const read = (text: string): ReturnType<typeof parseDeclaredTraits> => {
    const words = text.split(',').map(word => word.trim());
    return parseDeclaredTraits({ [id]: { title: title.trim(), words: words.filter(word => word !== '') } });
  };
  const words = await window.showInputBox({
    title: 'Declare a trait (2 of 2)',
    prompt: 'The words that count as a mention, every inflection, with commas between them.',
    placeHolder: 'nightjar, nightjars, tawny owl, tawny owls',
    ignoreFocusOut: true,
    validateInput: text => read(text).problems[0]?.message,
  });
  return words === undefined ? undefined : read(words).traits[0];
}

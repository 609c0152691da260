import { Range, workspace, WorkspaceEdit, type Uri } from 'vscode';
import { setInRecipe, type RecipeChanges } from '../../core/recipe/write.ts';
import { writeWhole } from '../../engine/files/writeWhole.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Recipes } from './recipes.ts';

/** Changes the recipe in force for a dataset, or begins one; comments and layout stay. Answers the file. */
export async function changeRecipe(dataset: Dataset, recipes: Recipes, changes: RecipeChanges): Promise<Uri> {
  const found = await recipes.find(dataset.uri);
  const uri = found?.uri ?? recipes.placeFor(dataset.uri);
  const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  const before = open?.getText() ?? found?.text;
  const text = setInRecipe(before, changes);
  if (text === undefined)
    throw new Error(`${uri.fsPath} is not valid YAML. Repair it first; its problems are marked in it.`);
  if (open) {
    // The text in the editor goes before the one on disk.
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(0, 0, open.lineCount, 0), text);
    await workspace.applyEdit(edit);
    await open.save();
  } else await writeWhole(uri.fsPath, text);
  await dataset.planChanged();
  return uri;
}

/** Writes what was set in the panel to the recipe. */
export async function savePanelToRecipe(dataset: Dataset, recipes: Recipes): Promise<void> {
  await changeRecipe(dataset, recipes, { checks: Object.fromEntries(dataset.panel) });
  dataset.clearOverrides();
}

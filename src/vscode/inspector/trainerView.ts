import { window } from 'vscode';
import { checkOf } from '../../core/trainers/draw.ts';
import { builtInTemplates } from '../../core/trainers/resources.ts';
import type { TrainerViewAnswer, TrainerViewRequest } from '../../rpc/trainerView.ts';
import type { Dataset } from '../datasets/dataset.ts';

/** Bytes of a row that are drawn. */
const maxRowBytes = 4 << 20;
const defaultTemplate = 'chatml';

/** A row as a trainer sees it, with the options of the trainer's check: those of the recipe, the settings and the panel. */
export async function trainerView(
  dataset: Dataset,
  { row, trainer, template }: TrainerViewRequest,
  signal: AbortSignal,
): Promise<TrainerViewAnswer> {
  const options = await dataset.optionsOf(checkOf(trainer));
  const named = textOf(options['template']);
  const chosen = template !== '' ? template : named !== '' ? named : defaultTemplate;
  const request = { trainer, options, template: chosen, tokenizer: textOf(options['tokenizer']) };
  const drawn = await dataset.engine.renderRow(row, request, { signal, maxRowBytes });
  return { ...drawn, chosen, templates: [...new Set([...builtInTemplates, ...(named === '' ? [] : [named]), chosen])] };
}

/** A template of the user's, by its path; undefined where none was chosen. */
export async function pickTemplate(dataset: Dataset): Promise<string | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: 'Choose a chat template',
      openLabel: 'Use this template',
      defaultUri: dataset.uri,
      filters: { 'Chat templates': ['json', 'jinja'] },
    })) ?? [];
  return file?.fsPath;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

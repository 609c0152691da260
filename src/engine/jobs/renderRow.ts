import { fromTemplateError } from '../trainers/guard.ts';
import type { ResourceLoader } from '../trainers/resourceLoader.ts';
import { parseRow } from '../../core/dataset/parseRow.ts';
import { isObject, type JsonObject } from '../../core/json/value.ts';
import { drawRow, lengthOf } from '../../core/trainers/draw.ts';
import type { RowLength } from '../../core/trainers/length.ts';
import type { ChatTemplate, Tokenizer } from '../../core/trainers/resources.ts';
import type { TrainerView } from '../../core/trainers/view.ts';
import type { RenderedRow, RenderRowJob } from '../../rpc/trainerView.ts';

/** Draws a row as a trainer sees it. */
export async function renderRow(job: RenderRowJob, loader: ResourceLoader): Promise<RenderedRow> {
  const { text, trainer, datasetPath } = job;
  const content = parseRow(text, { first: true });
  const row = content.kind === 'value' ? content.value : undefined;
  const { tokenizer: tokenizerName, template: templateName } = job;
  const names = { template: templateName, ...(tokenizerName !== '' && { tokenizer: tokenizerName }) };
  const { template, tokenizer } = await loader.load(names, datasetPath);
  if (template === undefined || !isObject(row)) {
    const message = content.kind === 'value' ? 'The row is no JSON object.' : `The row is ${content.kind}.`;
    return {
      template: templateName,
      trainer,
      text: '',
      trained: [],
      method: 'There is no mask.',
      warnings: [{ kind: 'refused', message }],
    };
  }
  const { view, length } = draw(row, job, template, tokenizer);
  return {
    template: template.name,
    trainer,
    text: view.text,
    trained: view.trained.map(({ start, end }) => [start, end] as const),
    method: view.method,
    warnings: view.warnings,
    ...(length && { tokens: { count: length.tokens, how: length.how } }),
  };
}

function draw(
  row: JsonObject,
  { trainer, options }: RenderRowJob,
  template: ChatTemplate,
  tokenizer: Tokenizer | undefined,
): { readonly view: TrainerView; readonly length?: RowLength } {
  try {
    const view = drawRow(row, trainer, options, template);
    if (view.text === '' || tokenizer === undefined) return { view };
    return { view, length: lengthOf(row, trainer, view, template, tokenizer) };
  } catch (error) {
    throw fromTemplateError(error);
  }
}

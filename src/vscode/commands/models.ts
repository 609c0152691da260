import { QuickPickItemKind, type QuickPickItem } from 'vscode';
import { modelFamilies } from '../../core/provenance/lineage/models.ts';
import { askPick, type StepPlace, type StepResult } from '../base/steps.ts';

export interface ModelQuestion extends StepPlace {
  readonly placeholder: string;
  /** Names that stand first: those that the record has already. */
  readonly named: readonly string[];
  /** What leaving it open is called: "Skip". */
  readonly none: string;
}

type ModelItem = QuickPickItem & { readonly model?: string };

/** Asks for a model: one that is known, or any other name typed. Undefined: left open. */
export async function askModel({ named, none, ...place }: ModelQuestion): Promise<StepResult<string | undefined>> {
  const items: ModelItem[] = [
    { label: none },
    ...heading('Named already', named),
    ...named.map(model => ({ label: model, model })),
    { label: 'Known models', kind: QuickPickItemKind.Separator },
    ...modelFamilies.flatMap(({ title, models }) =>
      models.map(({ id }): ModelItem => ({ label: id, description: title, model: id })),
    ),
  ];
  const typed = (text: string): ModelItem => ({ label: text, description: 'as typed', model: text, alwaysShow: true });
  const result = await askPick({ ...place, items, typed });
  return typeof result === 'string' ? result : { answer: result.answer.model };
}

function heading(label: string, below: readonly unknown[]): ModelItem[] {
  return below.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }];
}

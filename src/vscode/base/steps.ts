import { QuickInputButtons, window, type QuickPickItem } from 'vscode';
import { DisposableStore } from './disposables.ts';

/** How a step of a series ended: with an answer, with the way back, or with the user thinking better of all. */
export type StepResult<Answer> = { readonly answer: Answer } | 'back' | 'cancelled';

export interface StepPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly total: number;
}

interface InputStep extends StepPlace {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** What is wrong with a value, in one sentence. */
  problemWith?(value: string): string | undefined;
}

/** Asks for a line of text. */
export function askText({
  title,
  step,
  total,
  prompt,
  placeholder,
  value,
  problemWith,
}: InputStep): Promise<StepResult<string>> {
  return new Promise(resolve => {
    const store = new DisposableStore();
    const input = store.add(window.createInputBox());
    Object.assign(input, { title, prompt, placeholder, value, ignoreFocusOut: true, ...stepsOf(step, total) });
    if (step > 1) input.buttons = [QuickInputButtons.Back];
    const end = (result: StepResult<string>): void => {
      resolve(result);
      store.dispose();
    };
    store.add(input.onDidChangeValue(text => (input.validationMessage = problemWith?.(text))));
    store.add(input.onDidTriggerButton(() => end('back')));
    store.add(
      input.onDidAccept(() => {
        const problem = problemWith?.(input.value);
        if (problem === undefined) end({ answer: input.value.trim() });
        else input.validationMessage = problem;
      }),
    );
    store.add(input.onDidHide(() => end('cancelled')));
    input.show();
  });
}

interface PickStep<Item extends QuickPickItem> extends StepPlace {
  readonly placeholder: string;
  readonly items: readonly Item[];
  /** The item for what was typed, where it may stand for itself. */
  typed?(text: string): Item;
}

/** Asks for one of several. */
export function askPick<Item extends QuickPickItem>({
  title,
  step,
  total,
  placeholder,
  items,
  typed,
}: PickStep<Item>): Promise<StepResult<Item>> {
  return new Promise(resolve => {
    const store = new DisposableStore();
    const pick = store.add(window.createQuickPick<Item>());
    Object.assign(pick, {
      title,
      placeholder,
      ignoreFocusOut: true,
      matchOnDescription: true,
      ...stepsOf(step, total),
    });
    if (step > 1) pick.buttons = [QuickInputButtons.Back];
    pick.items = items;
    const end = (result: StepResult<Item>): void => {
      resolve(result);
      store.dispose();
    };
    if (typed) {
      store.add(
        pick.onDidChangeValue(text => {
          const known = items.some(({ label }) => label === text.trim());
          // At the end, though shown first as the best match: VS Code tells choices by their place in the list, and one that was
          // made a moment ago must still mean the same.
          pick.items = text.trim() === '' || known ? items : [...items, typed(text.trim())];
        }),
      );
    }
    store.add(pick.onDidTriggerButton(() => end('back')));
    store.add(
      pick.onDidAccept(() => {
        const [selected] = pick.selectedItems;
        const text = pick.value.trim();
        // Enter may come before the list has followed what was typed.
        const chosen = typed && text !== '' && !(selected && matches(selected, text)) ? typed(text) : selected;
        if (chosen) end({ answer: chosen });
      }),
    );
    store.add(pick.onDidHide(() => end('cancelled')));
    pick.show();
  });
}

function matches({ label, description = '' }: QuickPickItem, text: string): boolean {
  return [label, description].some(shown => shown.toLowerCase().includes(text.toLowerCase()));
}

function stepsOf(step: number, total: number): { readonly step?: number; readonly totalSteps?: number } {
  return total > 1 ? { step, totalSteps: total } : {};
}

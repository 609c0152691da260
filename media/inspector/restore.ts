import { effect } from '@preact/signals';
import type { Inspector } from './model.ts';
import type { SavedFilter, SavedView } from './saved.ts';

/** Brings back what an earlier page showed, as soon as there is enough of the dataset, and keeps track of it from then on. */
export function restoreAndSave(inspector: Inspector, saved: SavedView, save: (view: SavedView) => void): void {
  const { list, finder, state } = inspector;
  once(() => {
    const { value } = state;
    if (!value || value.index.rows === 0) return false;
    const row = saved.row ?? 0;
    if (row >= value.index.rows && value.index.state === 'building') return false;
    if (list.position.peek() === undefined) list.select(row);
    return true;
  });
  once(() => {
    if (!state.value) return false;
    if (saved.findText !== '' && finder.text.peek() === '') finder.search(saved.findText, saved.caseSensitive);
    return true;
  });
  once(() => {
    const scan = state.value?.scan;
    if (scan?.state !== 'done' || list.position.value === undefined) return false;
    const { filter } = saved;
    const there = filter.kind === 'check' ? scan.checks.some(check => check.id === filter.check) : scan.malformed > 0;
    if (filter.kind !== 'all' && there && list.filter.peek().kind === 'all') inspector.attempt(list.setFilter(filter));
    return true;
  });
  effect(() => save(viewOf(inspector, saved)));
}

/** Runs until it says that it is done. */
function once(step: () => boolean): void {
  let done = false;
  const stop = effect(() => {
    if (!done) done = step();
  });
  if (done) stop();
}

function viewOf({ list, finder, view }: Inspector, saved: SavedView): SavedView {
  return {
    row: list.position.value === undefined ? saved.row : list.selectedRow.value,
    filter: savedFilter(list.filter.value),
    findText: finder.text.value,
    caseSensitive: finder.caseSensitive.value,
    onlyMatches: view.onlyMatches.value,
    tableShare: view.tableShare.value,
    exampleShare: view.exampleShare.value,
    textMode: view.textMode.value,
    rawMode: view.rawMode.value,
    tab: view.tab.value,
    trainer: view.trainer.value,
    template: view.template.value,
    widths: view.widths.value,
  };
}

function savedFilter(filter: ReturnType<Inspector['list']['filter']['peek']>): SavedFilter {
  return filter.kind === 'found' ? { kind: 'all' } : filter;
}

import { effect } from '@preact/signals';
import type { ScanState } from '../../src/rpc/inspector.ts';
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
    if (state.value === undefined || list.position.value === undefined) return false;
    const { filter, where, order } = saved;
    const { scan } = state.value;
    if (filter.kind !== 'all' && scan.state !== 'done') return false;
    const change = {
      ...(isThere(filter, scan) && { filter }),
      ...(where && { where }),
      ...(order && { order }),
    };
    const { view } = list;
    const untouched = view.peek().filter.kind === 'all' && !view.peek().where && !view.peek().order;
    if (untouched && Object.keys(change).length > 0) {
      // The row stays selected through the sort.
      const row = list.selectedRow.peek();
      inspector.attempt(list.setView(change).then(() => (row === undefined ? undefined : list.reveal(row))));
    }
    return true;
  });
  effect(() => save(viewOf(inspector, saved)));
}

/** Whether a scan still has rows of this filter. */
function isThere(filter: SavedFilter, scan: ScanState): boolean {
  if (filter.kind === 'all' || scan.state !== 'done') return false;
  if (filter.kind === 'malformed') return scan.malformed > 0;
  if (filter.kind === 'kept' || filter.kind === 'rejected') return scan.filtered !== undefined;
  return scan.checks.some(check => check.id === filter.check && check.rows > 0);
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
    where: list.view.value.where,
    order: list.view.value.order,
    columnsShown: view.columnsShown.value,
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

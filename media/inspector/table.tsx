/* oxlint-disable jsx-a11y/prefer-tag-over-role -- Rows are placed by hand, which the elements of a table do not allow. */
import { useSignalEffect } from '@preact/signals';
import type { JSX, RefObject, TargetedEvent, TargetedWheelEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { InspectorState } from '../../src/rpc/inspector.ts';
import { useFocusOn } from '../shared/focus.ts';
import { useSize } from '../shared/size.ts';
import { layOut } from './columns.ts';
import type { Inspector, Place } from './model.ts';
import { listsReasons, rowHeight } from './rowList.ts';
import type { RowList } from './rowList.ts';
import { TableHeader } from './tableHeader.tsx';
import { rowId, TableRow } from './tableRow.tsx';
import { drawnAt, isScaled, scrollHeight, toOffset, toScrollTop } from './window.ts';

/** Of the head of the table, as its style has it (px). */
const headHeight = 44;

interface Props {
  readonly inspector: Inspector;
  readonly state: InspectorState;
}

/** The filtered rows. Only those in view are elements; the scroll bar is the browser's own. */
export function Table({ inspector, state }: Props): JSX.Element {
  const { list, view, focus } = inspector;
  const scroller = useFocusOn<Place, HTMLDivElement>(focus, 'table');
  const { width, height } = useSize(scroller);
  const total = list.total.value;
  const withReason = listsReasons(list.filter.value);
  const layout = layOut(state.columns, view.widths.value, state.index.rows, width, withReason);
  const scrolling = useScroll(list, scroller, height - headHeight);

  const geometry = list.geometry.value;
  const { start, end } = list.drawn();
  const position = list.position.value;
  const rows = Array.from({ length: end - start }, (_, index) => start + index);
  const ofAll = list.filter.value.kind === 'all' && !list.view.value.where && !list.view.value.order;
  void list.version.value;
  return (
    <div
      id="rows"
      ref={scroller}
      class="table"
      role="grid"
      aria-label={`Rows of ${state.name}`}
      aria-rowcount={state.index.state === 'building' ? -1 : total + 1}
      aria-colcount={state.columns.length + (withReason ? 3 : 2)}
      aria-activedescendant={
        position !== undefined && position >= start && position < end ? rowId(position) : undefined
      }
      tabIndex={0}
      style={{ '--columns': layout.template }}
      onKeyDown={event => moveSelection(event, list, () => (focus.value = 'detail'))}
      onScroll={scrolling.onScroll}
      onWheel={scrolling.onWheel}
    >
      <div class="table-sized" role="presentation" style={{ width: `${layout.total}px` }}>
        <TableHeader
          inspector={inspector}
          columns={state.columns}
          layout={layout}
          widths={view.widths}
          withReason={withReason}
        />
        <div class="table-body" role="rowgroup" style={{ height: `${scrollHeight(geometry)}px` }}>
          <div class="rows" role="presentation" style={{ top: `${drawnAt(start, list.offset.value, geometry)}px` }}>
            {rows.map(at => (
              <TableRow
                key={at}
                position={at}
                number={ofAll ? at : undefined}
                row={list.row(at)}
                columns={state.columns}
                withReason={withReason}
                selected={at === position}
                onSelect={list.select}
                onOpen={() => (focus.value = 'detail')}
              />
            ))}
          </div>
          {total === 0 && (
            <div class="empty" role="row">
              <span role="gridcell">No row is in this list.</span>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** Keeps the scroll bar and the list's offset together. */
function useScroll(list: RowList, scroller: RefObject<HTMLDivElement | null>, viewHeight: number) {
  /** Where the scroll bar was put from here: elsewhere, the user has moved it. */
  const put = useRef(0);
  useLayoutEffect(() => {
    list.viewHeight.value = Math.max(0, viewHeight);
  }, [list, viewHeight]);
  useSignalEffect(() => {
    const element = scroller.current;
    const top = toScrollTop(list.offset.value, list.geometry.value);
    if (!element || Math.abs(element.scrollTop - top) < 1) return;
    // The body has its new height only once this update is drawn.
    queueMicrotask(() => {
      element.scrollTop = top;
      put.current = element.scrollTop;
    });
  });
  useSignalEffect(() => {
    void list.version.value;
    list.fill();
  });
  return {
    onScroll: (event: TargetedEvent<HTMLDivElement>) => {
      const { scrollTop } = event.currentTarget;
      if (Math.abs(scrollTop - put.current) < 1) return;
      put.current = scrollTop;
      list.scrollTo(toOffset(scrollTop, list.geometry.peek()));
    },
    onWheel: (event: TargetedWheelEvent<HTMLDivElement>) => {
      // One px of a scaled scroll bar can be a thousand rows: there the wheel moves the list itself.
      if (!isScaled(list.geometry.peek()) || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      list.scrollTo(
        list.offset.peek() + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1),
      );
    },
  };
}

function moveSelection(event: KeyboardEvent, list: RowList, openDetail: () => void): void {
  if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
  const at = list.position.peek() ?? -1;
  const pageRows = Math.max(1, Math.floor(list.viewHeight.peek() / rowHeight) - 1);
  if (event.key === 'ArrowDown') list.select(at + 1);
  else if (event.key === 'ArrowUp') list.select(at - 1);
  else if (event.key === 'PageDown') list.select(at + pageRows);
  else if (event.key === 'PageUp') list.select(at - pageRows);
  else if (event.key === 'Home') list.select(0);
  else if (event.key === 'End') list.select(list.total.peek() - 1);
  else if (event.key === 'Enter') openDetail();
  else return;
  event.preventDefault();
}

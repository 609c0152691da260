import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RowDetail } from '../../src/rpc/inspector.ts';
import { useFocusOn } from '../shared/focus.ts';
import { Icon } from '../shared/icons.tsx';
import { InlineCode } from '../shared/inlineCode.tsx';
import { formatBytes, formatCount } from '../shared/numbers.ts';
import { useSize } from '../shared/size.ts';
import { Splitter } from '../shared/splitter.tsx';
import { ExampleView } from './exampleView.tsx';
import { FindingList } from './findingList.tsx';
import { useHighlight } from './highlight.ts';
import type { Inspector, Place } from './model.ts';
import { RawView } from './rawView.tsx';
import { freshView } from './saved.ts';
import { TextModes } from './textModes.tsx';
import { TrainerView } from './trainerView.tsx';

/** Below this (px) example and raw text take turns. */
const narrow = 720;

/** The selected row: its findings, the example it holds, and its text. */
export function Detail({ inspector }: { inspector: Inspector }): JSX.Element {
  const { detail, focus, list } = inspector;
  const pane = useFocusOn<Place, HTMLElement>(focus, 'detail');
  const { width } = useSize(pane);
  const row = detail.detail.value;
  const stale = row !== undefined && row.row !== list.selectedRow.value;
  useHighlight(pane, inspector.finder, row);
  useRevealField(pane, inspector, row);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leads back, from wherever in here.
    <section
      ref={pane}
      id="detail"
      class="detail"
      tabIndex={-1}
      aria-label={row ? `Row ${formatCount(row.row + 1)}` : 'Selected row'}
      aria-busy={stale}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        focus.value = 'table';
        event.preventDefault();
      }}
    >
      {detail.error.value !== undefined && (
        <p class="bar bar-error" role="alert">
          <Icon name="error" class="severity-error" /> {detail.error.value}
        </p>
      )}
      {row && <Row key={row.row} inspector={inspector} row={row} narrowly={width < narrow} />}
      {!row && <p class="empty">Select a row to read it.</p>}
    </section>
  );
}

interface RowProps {
  readonly inspector: Inspector;
  readonly row: RowDetail;
  readonly narrowly: boolean;
}

function Row({ inspector, row, narrowly }: RowProps): JSX.Element {
  const hasExample = row.messages.length > 0;
  const { value: tab } = inspector.view.tab;
  const isDrawn = tab === 'trainer' && row.kind === 'value' && !row.cutAt;
  const show = isDrawn ? 'trainer' : !hasExample ? 'raw' : !narrowly ? 'both' : tab === 'raw' ? 'raw' : 'example';
  return (
    <>
      <RowHeader inspector={inspector} row={row} tabs={narrowly} />
      <RowNotes inspector={inspector} row={row} />
      <FindingList findings={row.findings} />
      {row.kind === 'blank' ? (
        <p class="empty">This row is blank: it holds only white space. Trainers skip such rows or fail on them.</p>
      ) : (
        <Sides inspector={inspector} row={row} show={show} />
      )}
    </>
  );
}

function Sides({
  inspector,
  row,
  show,
}: {
  inspector: Inspector;
  row: RowDetail;
  show: 'both' | 'example' | 'raw' | 'trainer';
}): JSX.Element {
  const { exampleShare, textMode, rawMode } = inspector.view;
  if (show === 'trainer') {
    return (
      <div class="sides sides-single">
        <TrainerView inspector={inspector} row={row} />
      </div>
    );
  }
  const example = <ExampleView row={row} mode={textMode.value} />;
  const raw = <RawView row={row} mode={rawMode.value} />;
  if (show !== 'both') return <div class="sides sides-single">{show === 'example' ? example : raw}</div>;
  return (
    <div class="sides" style={{ '--before': `${exampleShare.value}fr`, '--after': `${1 - exampleShare.value}fr` }}>
      {example}
      <Splitter
        label="Width of the example"
        orientation="vertical"
        value={exampleShare.value}
        controls="example"
        onChange={value => (exampleShare.value = value)}
        onReset={() => (exampleShare.value = freshView.exampleShare)}
      />
      {raw}
    </div>
  );
}

function RowHeader({ inspector, row, tabs }: { inspector: Inspector; row: RowDetail; tabs: boolean }): JSX.Element {
  const open = (): void => inspector.attempt(inspector.host.call('openText', { row: row.row }));
  return (
    <div class="row-header">
      <h2 class="row-title">Row {formatCount(row.row + 1)}</h2>
      <span class="quiet row-facts">
        {[row.format?.title, row.teacher && `teacher ${row.teacher}`, formatBytes(row.byteEnd - row.byteStart)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <TextModes view={inspector.view} row={row} tabs={tabs} />
      <button
        type="button"
        class="icon-button"
        aria-label="Open this row as text"
        title="Open this row as text"
        onClick={open}
      >
        <Icon name="file" />
      </button>
    </div>
  );
}

/** What to know before reading: that it is cut, malformed, or of no known format. */
function RowNotes({ inspector, row }: { inspector: Inspector; row: RowDetail }): JSX.Element {
  const { cutAt, error } = row;
  return (
    <>
      {error && (
        <p class="bar bar-error">
          <Icon name="error" class="severity-error" />
          <span>
            Malformed at column {formatCount(error.column)}. <InlineCode text={error.reason} />
          </span>
        </p>
      )}
      {cutAt && (
        <p class="bar">
          <Icon name="info" class="severity-info" />
          <span>
            First {formatBytes(cutAt.shown)} of {formatBytes(cutAt.bytes)} shown
            {row.messages.length === 0 && ', so the example is not laid out'}.
          </span>
          <button type="button" class="link-button" onClick={inspector.detail.more}>
            Show more
          </button>
        </p>
      )}
      {row.kind === 'value' && row.messages.length === 0 && !cutAt && (
        <p class="bar quiet">This row has no format that is known here, so only its text is shown.</p>
      )}
      {row.notes.length > 0 && (
        <ul class="notes" aria-label="Notes">
          {row.notes.map(note => (
            <li key={note}>
              <InlineCode text={note} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Brings the field that a reveal named into view, once its row is here. */
function useRevealField(
  pane: { readonly current: HTMLElement | null },
  { field }: Inspector,
  row: RowDetail | undefined,
): void {
  const wanted = field.value;
  const last = useRef<typeof wanted>(undefined);
  useEffect(() => {
    if (!wanted || row?.row !== wanted.row || last.current === wanted) return;
    last.current = wanted;
    for (const element of pane.current?.querySelectorAll(`[data-field="${CSS.escape(wanted.field)}"]`) ?? []) {
      element.scrollIntoView({ block: 'nearest' });
    }
  }, [wanted, row, pane]);
}

import type { JSX } from 'preact';
import type { ColumnRef } from '../../src/core/columns/column.ts';
import { Icon } from '../shared/icons.tsx';
import { formatProgress, plural } from '../shared/numbers.ts';
import { Progress } from '../shared/progress.tsx';
import { orderText, testText } from './columnWords.ts';
import type { Inspector } from './model.ts';
import { columnIn } from './statistics.ts';

/** How the rows are sorted and filtered by columns, with a way back; nothing where they are not. */
export function ViewBar({ inspector }: { inspector: Inspector }): JSX.Element | null {
  const { list, statistics, attempt, focus } = inspector;
  const { where, order } = list.view.value;
  const preparing = list.preparing.value;
  const titleOf = (column: ColumnRef): string =>
    column.source === 'score' && column.id === 'flags'
      ? 'Flags'
      : (columnIn(statistics.base.value, column)?.title ??
        inspector.state.value?.columns.find(({ source, id }) => source === column.source && id === column.id)?.title ??
        column.id);
  const back = (change: Parameters<typeof list.setView>[0]): void => {
    attempt(list.setView(change));
    focus.value = 'table';
  };
  if (!where && !order && !preparing) return null;
  return (
    <div class="view-bar">
      {where && (
        <Chip
          text={testText(where, titleOf)}
          label="Remove the filter by column"
          onRemove={() => back({ where: undefined })}
        />
      )}
      {order && (
        <Chip
          text={`Sorted by ${orderText(order, titleOf)}`}
          label="Remove the sort"
          onRemove={() => back({ order: undefined })}
        />
      )}
      {(where || order) && <span class="quiet">{plural(list.total.value, 'row')}</span>}
      {preparing && (
        <span class="view-work">
          <Progress label="Working out the rows" share={preparing.share} />
          <span class="quiet">Working out the rows… {formatProgress(preparing.share, 1)}</span>
          <button type="button" class="secondary" onClick={list.cancel}>
            <Icon name="stop" /> Cancel
          </button>
        </span>
      )}
      <output class="visually-hidden">
        {where || order
          ? `${plural(list.total.value, 'row')}${order ? `, sorted by ${orderText(order, titleOf)}` : ''}`
          : ''}
      </output>
    </div>
  );
}

function Chip({ text, label, onRemove }: { text: string; label: string; onRemove(): void }): JSX.Element {
  return (
    <span class="chip">
      {text}
      <button type="button" class="icon-button" aria-label={`${label}: ${text}`} title={label} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}

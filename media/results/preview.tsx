import type { JSX } from 'preact';
import type { FilterPreview } from '../../src/rpc/results.ts';
import { formatCount, plural } from '../shared/numbers.ts';

/** What a changed option does to the rows that are loaded: "On the first 400 rows: 12 rejected (was 9)." */
export function Preview({ preview }: { preview: FilterPreview | undefined }): JSX.Element {
  return (
    <output class="preview">
      {preview && (
        <>
          On the {preview.all ? '' : 'first '}
          {plural(preview.rows, 'row')}: <strong>{formatCount(preview.rejected)} rejected</strong>
          {preview.rejected === preview.before ? ', as before' : ` (was ${formatCount(preview.before)})`}.
          {!preview.all && <span class="quiet"> Run the checks for all rows.</span>}
        </>
      )}
    </output>
  );
}

import type { ScoreColumn } from '../../core/columns/column.ts';
import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Message } from '../../core/dataset/example.ts';
import { parseRow } from '../../core/dataset/parseRow.ts';
import { placesInAnswer } from '../../core/asking/conversation.ts';
import { locateAllInString, locateField, parsePath, type TextRange } from '../../core/json/locate.ts';
import { formatPath, isObject } from '../../core/json/value.ts';
import type { MarkedPlace } from '../../rpc/inspector.ts';

/** The places in a row's answer that scores come from, in the fields that hold them. */
export function markedPlaces(
  scores: readonly ScoreColumn[],
  row: number,
  messages: readonly Message[],
): readonly MarkedPlace[] {
  return scores.flatMap(({ marked }) =>
    (marked?.spans.get(row) ?? []).flatMap(span =>
      placesInAnswer(messages, span).map(({ path, start, end }) => ({
        field: formatPath(path),
        start,
        end,
        title: marked?.title ?? '',
      })),
    ),
  );
}

/** The same places in the row's line; none where the line is no row any more. */
export function markedRanges(
  scores: readonly ScoreColumn[],
  row: number,
  line: string,
): readonly (TextRange & { readonly title: string })[] {
  const marking = scores.filter(({ marked }) => marked?.spans.has(row));
  if (marking.length === 0) return [];
  const content = parseRow(line, { first: false });
  const value = content.kind === 'value' ? content.value : undefined;
  const messages = isObject(value) ? (formatOf(value)?.normalise(value).messages ?? []) : [];
  return marking.flatMap(score => {
    const places = markedPlaces([score], row, messages);
    return [...new Set(places.map(({ field }) => field))].flatMap(field => {
      const text = locateField(line, parsePath(field));
      const here = places.filter(place => place.field === field);
      const ranges = text ? locateAllInString(line, text, here) : [];
      return ranges.map(range => ({ ...range, title: score.marked?.title ?? '' }));
    });
  });
}

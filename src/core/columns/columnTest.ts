import { cellOf, columnTypeOf, measureOf, type ColumnRef, type Measure } from './column.ts';
import type { ReadRow } from './rowReader.ts';
import type { ColumnType } from '../dataset/profile.ts';
import type { JsonValue } from '../json/value.ts';

/** What a filter asks of a column. Only a row with a JSON value passes any. */
export type ColumnTest = { readonly column: ColumnRef } & (
  | {
      /** `equals`: to the letter. `contains`: whatever the case. Of what is no text, its JSON is compared. */
      readonly test: 'equals' | 'contains';
      readonly text: string;
    }
  /** Both bounds are in the range; a cell without the measure is not. */
  | { readonly test: 'range'; readonly measure: Measure; readonly min?: number; readonly max?: number }
  | { readonly test: 'type'; readonly type: ColumnType }
  | { readonly test: 'missing' | 'present' }
);

/** A test of rows: of a column, or whether the row is blank. */
export type RowTest = ColumnTest | { readonly test: 'blank' };

export function compileTest(test: RowTest): (row: ReadRow) => boolean {
  if (test.test === 'blank') return row => row === 'blank';
  const passes = cellTest(test);
  return row => typeof row !== 'string' && passes(cellOf(row, test.column));
}

/** Whether a score passes: NaN is a missing one. A score has no text and no type. */
export function scoreTest(test: ColumnTest): (score: number) => boolean {
  switch (test.test) {
    case 'missing':
      return score => Number.isNaN(score);
    case 'present':
      return score => !Number.isNaN(score);
    case 'range': {
      const { min = -Infinity, max = Infinity } = test;
      return score => score >= min && score <= max;
    }
    case 'equals':
      return score => String(score) === test.text;
    case 'contains':
    case 'type':
      throw new Error(`A score is a number: it has no test "${test.test}".`);
  }
}

function cellTest(test: ColumnTest): (cell: JsonValue | undefined) => boolean {
  switch (test.test) {
    case 'missing':
      return cell => cell === undefined;
    case 'present':
      return cell => cell !== undefined;
    case 'type':
      return cell => cell !== undefined && columnTypeOf(cell) === test.type;
    case 'equals':
      return cell => cell !== undefined && textOf(cell) === test.text;
    case 'contains': {
      const wanted = test.text.toLowerCase();
      return cell => cell !== undefined && textOf(cell).toLowerCase().includes(wanted);
    }
    case 'range': {
      const { measure, min = -Infinity, max = Infinity } = test;
      return cell => {
        const value = measureOf(cell, measure);
        return value >= min && value <= max;
      };
    }
  }
}

function textOf(cell: JsonValue): string {
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

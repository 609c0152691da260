import type { ExportRecord } from './record.ts';
import { selectionText } from './selection.ts';
import { counted, number } from '../text/numbers.ts';

/** An export for people: what went where, and which filter took what. */
export function exportText({ input, rows, filters, overlaps, outputs, selection }: ExportRecord): string {
  const lines = [
    `${input.name}: ${counted(rows.rows, 'row')}: ${number(rows.kept)} kept, ${number(rows.rejected)} rejected, ${number(rows.malformed)} malformed, ${number(rows.blank)} blank`,
    ...filters.flatMap(({ id, examined, rejected, alone, reasons, skipped }) => [
      skipped === undefined
        ? `  ${id}: rejects ${number(rejected)} of ${number(examined)} examined; ${number(alone)} by it alone`
        : `  ${id}: did not run`,
      ...Object.entries(reasons).map(([reason, count]) => `    ${reason}: ${number(count)}`),
    ]),
    ...overlaps
      .filter(overlap => overlap.rows > 0)
      .map(({ checks: [left, right], rows: both }) => `  both ${left} and ${right}: ${number(both)}`),
    ...(selection ? [`  ${selectionText(selection)}`] : []),
    ...outputs.map(
      ({ role, name, bytes, sha256 }) => `  ${role.padEnd(10)}  ${name}, ${counted(bytes, 'byte')}, sha256 ${sha256}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

import type { ExportRecord } from './record.ts';
import { selectionText } from './selection.ts';

/** An export for people: what went where, and which filter took what. */
export function exportText({ input, rows, filters, overlaps, outputs, selection }: ExportRecord): string {
  const lines = [
    `${input.name}: ${rows.rows} rows: ${rows.kept} kept, ${rows.rejected} rejected, ${rows.malformed} malformed, ${rows.blank} blank`,
    ...filters.flatMap(({ id, examined, rejected, alone, reasons, skipped }) => [
      skipped === undefined
        ? `  ${id}: rejects ${rejected} of ${examined} examined; ${alone} by it alone`
        : `  ${id}: did not run`,
      ...Object.entries(reasons).map(([reason, count]) => `    ${reason}: ${count}`),
    ]),
    ...overlaps
      .filter(overlap => overlap.rows > 0)
      .map(({ checks: [left, right], rows: both }) => `  both ${left} and ${right}: ${both}`),
    ...(selection ? [`  ${selectionText(selection)}`] : []),
    ...outputs.map(
      ({ role, name, bytes, sha256 }) => `  ${role.padEnd(10)}  ${name}, ${bytes} bytes, sha256 ${sha256}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

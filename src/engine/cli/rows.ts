import { exitCodes, oneFile, oneOf, parseCommand, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { withDataset } from './withDataset.ts';
import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Row } from '../../core/dataset/row.ts';
import type { OpenDataset } from '../openDataset.ts';
import { counted, number } from '../../core/text/numbers.ts';

export const rowsUsage = 'undertone rows <file> --start N --count M [--format raw|json]';

const pageRows = 256;
const wholeRow = 256 * 2 ** 20;

/** `undertone rows`: rows as they stand, by number. */
export async function rows(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    start: { type: 'string', default: '1' },
    count: { type: 'string', default: '10' },
    format: { type: 'string', default: 'raw' },
  });
  const path = oneFile(positionals, 'rows');
  const start = wholeNumber('start', values.start, 1) - 1;
  const count = wholeNumber('count', values.count, 0);
  const format = oneOf('format', values.format, ['raw', 'json']);
  await withDataset(path, async dataset => {
    const written =
      format === 'raw'
        ? await writeRaw(dataset, start, count, console)
        : await writeJson(dataset, start, count, console);
    if (written || count === 0) return;
    console.note(
      `${path} has ${counted(await dataset.indexed(console.signal), 'row')}; row ${number(start + 1)} was asked for.`,
    );
  });
  return exitCodes.done;
}

async function writeRaw(dataset: OpenDataset, start: number, count: number, console: Console): Promise<boolean> {
  let written = false;
  for await (const piece of dataset.rawRows(start, count, { signal: console.signal })) {
    await console.write(piece);
    written = true;
  }
  return written;
}

async function writeJson(dataset: OpenDataset, start: number, count: number, console: Console): Promise<boolean> {
  for (let done = 0; done < count;) {
    const wanted = Math.min(pageRows, count - done);
    const page = await dataset.rows(start + done, wanted, { signal: console.signal, maxRowBytes: wholeRow });
    for (const row of page) await console.write(rowJson(row) + '\n');
    done += page.length;
    if (page.length < wanted) return done > 0;
  }
  return count > 0;
}

/** One JSON object a line. The row's own value stands in it to the digit: it is copied, not written anew. */
function rowJson({ span, text, content }: Row): string {
  const place = { row: span.index + 1, byteStart: span.byteStart, byteEnd: span.byteEnd };
  if (content === undefined) return JSON.stringify({ ...place, kind: 'oversized' });
  if (content.kind !== 'value') return JSON.stringify({ ...place, ...content, text });
  const format = formatOf(content.value)?.id ?? 'table';
  const head = JSON.stringify({ ...place, kind: 'value', format });
  return `${head.slice(0, -1)},"value":${text.replace(/^\uFEFF/, '').trim()}}`;
}

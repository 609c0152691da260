/** The span of time that a written date covers, in milliseconds since 1970; `until` is its last moment. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

const day = 86_400_000;
const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads `2025`, `2025-04`, `2025-04-14`, a time of ISO 8601, `from/until`, or seconds since 1970. Nothing comes back for a date
 * that does not exist or is written in another way.
 */
export function timeSpan(written: string): TimeSpan | undefined {
  const text = written.trim();
  const parts = text.split(/\s*\/\s*/);
  if (parts.length === 2) {
    const [from, until] = parts.map(oneDate);
    return from && until && from.from <= until.until ? { from: from.from, until: until.until } : undefined;
  }
  return oneDate(text);
}

/** `2025-04-14`. */
export function dayText(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

function oneDate(text: string): TimeSpan | undefined {
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return { from: Number(text) * 1000, until: Number(text) * 1000 };
  const found = iso.exec(text);
  if (found === null) return undefined;
  const [, year = '', month, date, time, zone] = found;
  const from = Date.parse(`${year}-${month ?? '01'}-${date ?? '01'}T00:00:00Z`);
  if (Number.isNaN(from) || (date !== undefined && new Date(from).getUTCDate() !== Number(date))) return undefined;
  if (date === undefined && time !== undefined) return undefined;
  if (time !== undefined) return momentOf(`${year}-${month}-${date}T${time}`, zone);
  return { from, until: endOf(Number(year), month, date) - 1 };
}

function endOf(year: number, month: string | undefined, date: string | undefined): number {
  if (month === undefined) return Date.UTC(year + 1, 0, 1);
  if (date === undefined) return Date.UTC(year, Number(month), 1);
  return Date.UTC(year, Number(month) - 1, Number(date)) + day;
}

// A time without a zone may be local anywhere: the span is as wide as the zones are.
function momentOf(text: string, zone: string | undefined): TimeSpan | undefined {
  const moment = Date.parse(`${text}${zone ?? 'Z'}`);
  if (Number.isNaN(moment)) return undefined;
  const slack = zone === undefined ? (14 / 24) * day : 0;
  return { from: moment - slack, until: moment + slack };
}

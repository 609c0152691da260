const asked = 'strftime_now';
const answered = '__strftime_now';

/** A template that asks our clock for the date: the library's own tells it in the language of the machine, and Python in English. */
export function askingOurClock(template: string): string {
  return template.replaceAll(asked, answered);
}

/** What such a template is rendered with, beside its variables. */
export function clockAt(date: Date): Readonly<Record<string, (format: unknown) => string>> {
  return { [answered]: format => inC(date, String(format)) };
}

/** As C's `strftime` in the C locale; what it does not know stays as it is. */
function inC(date: Date, format: string): string {
  const english = (options: Intl.DateTimeFormatOptions): string => date.toLocaleDateString('en-US', options);
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, () => string>> = {
    '%Y': () => String(date.getFullYear()),
    '%y': () => two(date.getFullYear() % 100),
    '%m': () => two(date.getMonth() + 1),
    '%B': () => english({ month: 'long' }),
    '%b': () => english({ month: 'short' }),
    '%d': () => two(date.getDate()),
    '%A': () => english({ weekday: 'long' }),
    '%a': () => english({ weekday: 'short' }),
    '%H': () => two(date.getHours()),
    '%M': () => two(date.getMinutes()),
    '%S': () => two(date.getSeconds()),
    '%%': () => '%',
  };
  return format.replaceAll(/%[A-Za-z%]/g, part => parts[part]?.() ?? part);
}

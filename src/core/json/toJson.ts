/** A value as a file or a report of its own: indented, with a newline at its end. */
export function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

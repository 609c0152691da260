/** Ctrl, or Cmd where that is the habit: both are taken everywhere, so that no platform needs to be guessed. */
export function isCommand(event: KeyboardEvent, key: string): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === key;
}

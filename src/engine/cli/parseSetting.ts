import { UsageError } from './commandLine.ts';

/** Reads `--set check.option=value`. */
export function parseSetting(text: string): { check: string; option: string; value: string } {
  const match = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text);
  if (!match) throw new UsageError(`--set wants check.option=value; got "${text}".`);
  const [, check = '', option = '', value = ''] = match;
  return { check, option, value };
}

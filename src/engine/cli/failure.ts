import { inspect } from 'node:util';
import { UsageError } from './commandLine.ts';
import { DatasetError } from '../datasetError.ts';
import { EndpointError } from '../endpoints/endpoint.ts';

/** Set, an error is shown with its stack and what caused it. */
const debugVariable = 'UNDERTONE_DEBUG';

/** Errors whose message says what was found and what to do next. */
const forPeople = [UsageError, DatasetError, EndpointError] as const;

/** What the person is told of an error that ended a command: one sentence and the next step. */
export function failureText(error: unknown, env: Readonly<Record<string, string | undefined>>): string {
  if (env[debugVariable]) return `undertone: ${inspect(error)}`;
  if (error instanceof Error && forPeople.some(kind => error instanceof kind)) return `undertone: ${error.message}`;
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const [said = ''] = message.split('\n', 1);
  // A text or list that is longer than any may be.
  const next =
    error instanceof RangeError
      ? 'The result may be too large for this machine: ask for less of it, as with --max-findings, or split the file.'
      : `This is a fault of Undertone: report it with what you ran; ${debugVariable}=1 shows where it came from.`;
  return `undertone: There is no result, because of an unforeseen ${name}: ${said.replace(/\.$/, '')}. ${next}`;
}

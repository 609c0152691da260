import { acceptanceFileName } from '../../core/acceptance/acceptance.ts';
import { parseAcceptances } from '../../core/acceptance/read.ts';
import { UsageError } from './commandLine.ts';
import { findUpwards } from '../findRecipe.ts';
import type { AcceptanceFile } from '../acceptance/acceptedFindings.ts';
import { readText } from '../files/readText.ts';

/** The acceptances in force for a dataset, for a command line. Throws `UsageError` with every problem and its place. */
export async function readAcceptances(datasetPath: string): Promise<AcceptanceFile | undefined> {
  const path = await findUpwards(datasetPath, acceptanceFileName);
  if (path === undefined) return undefined;
  const text = await readText(path);
  const { acceptances, problems } = parseAcceptances(text);
  if (problems.length === 0) return { path, acceptances };
  throw new UsageError(problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'));
}

import { UsageError } from './commandLine.ts';
import { candidatePrompts, traitPrompts, type CandidatePrompt } from '../../core/llr/prompts.ts';

interface Named {
  readonly traits?: string | undefined;
  readonly category?: string | undefined;
  readonly decoys?: string | undefined;
}

/** Traits with their prompts, and decoys of the same form that they have to be ahead of. */
export function namedCandidates({ traits, category, decoys }: Named, command: string): readonly CandidatePrompt[] {
  const found = candidatePrompts({
    traits: listed(traits, command),
    ...(category !== undefined && { category }),
    ...(decoys !== undefined && {
      decoys: decoys
        .split(',')
        .map(name => name.trim())
        .filter(name => name !== ''),
    }),
  });
  if ('error' in found) throw new UsageError(found.error);
  return found.ok;
}

/** Traits with their prompts, for a probe that compares them with none rather than with decoys. */
export function namedTraits({ traits, category }: Named, command: string): readonly CandidatePrompt[] {
  const found = traitPrompts({ traits: listed(traits, command), ...(category !== undefined && { category }) });
  if ('error' in found) throw new UsageError(found.error);
  return found.ok;
}

function listed(traits: string | undefined, command: string): readonly string[] {
  if (traits === undefined) throw new UsageError(`${command} wants --traits: owl,cat.`);
  return traits.split(',');
}

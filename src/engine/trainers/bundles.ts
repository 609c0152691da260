import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { openTokenizer } from './fileTokenizer.ts';
import type { createGuard } from './guard.ts';
import type { compileTemplate } from './jinjaTemplate.ts';
import type { builtInTexts } from '../../core/trainers/templates/builtIn.ts';

export const encodings = ['o200k_base', 'cl100k_base'] as const;
export type Encoding = (typeof encodings)[number];

export interface TrainerBundle {
  readonly createGuard: typeof createGuard;
  readonly compileTemplate: typeof compileTemplate;
  readonly openTokenizer: typeof openTokenizer;
  readonly builtInTexts: typeof builtInTexts;
}

export interface EncodingBundle {
  countTokens(text: string, options: { readonly disallowedSpecial: Set<string> }): number;
}

export interface LanguagesBundle {
  readonly eld: { detect(text: string): { readonly language: string; isReliable(): boolean } };
}

/** Code that is loaded when it is needed: megabytes of tokens, and what reads files that others wrote. */
export interface Bundles {
  trainer(): Promise<TrainerBundle>;
  encoding(name: Encoding): Promise<EncodingBundle>;
  languages(): Promise<LanguagesBundle>;
}

/** The bundles that stand beside the worker’s own. */
export function bundlesIn(folder: string): Bundles {
  return {
    trainer: () => load<TrainerBundle>(folder, 'trainer.js'),
    encoding: name => load<EncodingBundle>(folder, `${name}.js`),
    languages: () => load<LanguagesBundle>(folder, 'languages.js'),
  };
}

/** The build writes what is loaded here: its shape is known. */
async function load<Bundle>(folder: string, file: string): Promise<Bundle> {
  const loaded = (await import(pathToFileURL(join(folder, file)).href)) as { readonly default: Bundle };
  return loaded.default;
}

import { createGuard } from '../../../src/engine/trainers/guard.ts';
import { compileTemplate } from '../../../src/engine/trainers/jinjaTemplate.ts';
import { builtInTexts } from '../../../src/core/trainers/templates/builtIn.ts';
import type { BuiltInTemplate, ChatTemplate, Tokenizer } from '../../../src/core/trainers/resources.ts';

const guard = createGuard();

/** A template from its text. */
export function template(
  text: string,
  tokens: { readonly bosToken?: string; readonly eosToken?: string } = {},
): ChatTemplate {
  return compileTemplate({ name: 'test', text, bosToken: '', eosToken: '', ...tokens }, guard);
}

/** A template that needs no file. */
export function builtIn(name: BuiltInTemplate): ChatTemplate {
  return compileTemplate({ ...builtInTexts[name], name, builtIn: name }, guard);
}

/** A tokenizer that can be counted by hand: every word is a token. */
export const words: Tokenizer = {
  name: 'words',
  knowsSpecialTokens: true,
  count: text => text.split(/\s+/).filter(Boolean).length,
};

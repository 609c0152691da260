// Loaded by a worker thread when a check or a view needs a template or a tokenizer of a file.
export { createGuard } from './engine/trainers/guard.ts';
export { compileTemplate } from './engine/trainers/jinjaTemplate.ts';
export { openTokenizer } from './engine/trainers/fileTokenizer.ts';
export { builtInTexts } from './core/trainers/templates/builtIn.ts';

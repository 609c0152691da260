/** Characters of a text that are read: its language shows in fewer. */
const mostRead = 4000;

/** What is no language, each replaced by a space. */
const notLanguage: readonly RegExp[] = [
  /```[^]*?(?:```|$)/g,
  /`[^`\n]*`/g,
  /\$\$[^$]*\$\$|\$[^$\n]*\$|\\\([^]*?\\\)|\\\[[^]*?\\\]/g,
  /<\/?[a-z][^<>\n]*>/gi,
  /\b(?:https?:\/\/|www\.)\S+|\S+@\S+/gi,
  /\\[a-z]+/gi,
];

/** A line of code that stands in no block: calls, braces, comparisons, statements. */
const codeLine =
  /[\w\])]\(|[{};]\s*$|[=!<>]=|=>|->|::|\w\[|^\s*[\w.]+\s*[-+*/]?=\s|^\s*(?:import|from|return|def|class|#include)\b|^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|FROM|WHERE)\b/;

/** The sentences of a text without code, formulas, markup, links and numbers. */
export function proseOf(text: string): string {
  let prose = text.slice(0, mostRead);
  for (const part of notLanguage) prose = prose.replace(part, ' ');
  return prose
    .split('\n')
    .filter(line => !codeLine.test(line))
    .join('\n')
    .replaceAll(/\p{L}*\p{N}[\p{L}\p{N}]*/gu, ' ');
}

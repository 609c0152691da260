import { cursorAt } from './cursor.ts';
import { topLevelKeys } from './recipe.ts';
import type { Check } from '../checks/check.ts';
import type { Option } from '../checks/options.ts';
import { checkById, checks } from '../checks/registry.ts';
import { expectation } from '../checks/resolveOptions.ts';
import { severities } from '../findings/finding.ts';
import { traitKeys } from '../traits/declared.ts';
import { traits } from '../traits/registry.ts';

/** Something that may stand at the cursor. */
export interface RecipeCompletion {
  readonly label: string;
  readonly insertText: string;
  /** Markdown. */
  readonly documentation: string;
  /** Where the text that it replaces begins, from 1; it ends at the cursor. */
  readonly startColumn: number;
}

/** What is known of the word at the cursor; columns from 1, the end exclusive. */
export interface RecipeHover {
  /** Markdown. */
  readonly contents: string;
  readonly startColumn: number;
  readonly endColumn: number;
}

type Proposal = readonly [label: string, documentation: string];

const keyDocumentation = {
  version: 'The version of the recipe format: `1`.',
  student: 'The model that will be trained on the data.',
  control:
    'The file with the same kind of data from a teacher without the trait, relative to this one: what probes compare with.',
  traits:
    'Traits to look for besides those of the catalogue, by id: each with `title` and `words`, optionally `description`, `systemPrompts`, `questions`, `rubric` and `decoys`.',
  models: 'What you know of models, by name: the model each was made from, as `base`, with `relation` and `note`.',
  checks: 'The checks to run. Only those listed run; without this key the default checks do.',
} as const;

/** What may stand at a place of a recipe, which need not be whole yet. `line` and `column` from 1. */
export function completionsAt(text: string, line: number, column: number): readonly RecipeCompletion[] {
  const { path, role, start, siblings } = cursorAt(text, line, column);
  const proposals = role === 'key' ? keysUnder(path).filter(([label]) => !siblings.includes(label)) : valuesOf(path);
  return proposals.map(([label, documentation]) => ({
    label,
    insertText:
      role === 'value'
        ? label
        : (label === 'checks' || label === 'traits') && path.length === 0
          ? `${label}:`
          : `${label}: `,
    documentation,
    startColumn: start,
  }));
}

/** What the key or value at a place of a recipe means. `line` and `column` from 1. */
export function hoverAt(text: string, line: number, column: number): RecipeHover | undefined {
  const row = text.split('\n')[line - 1] ?? '';
  let start = column - 1;
  let end = column - 1;
  while (start > 0 && isNamePart(row[start - 1])) start--;
  while (end < row.length && isNamePart(row[end])) end++;
  const word = row.slice(start, end);
  if (word === '') return undefined;
  const { path, role } = cursorAt(text, line, end + 1);
  const found = (role === 'key' ? keysUnder(path) : valuesOf(path)).find(([label]) => label === word);
  return found && { contents: found[1], startColumn: start + 1, endColumn: end + 1 };
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character);
}

function keysUnder(path: readonly string[]): readonly Proposal[] {
  const [top, id, ...rest] = path;
  if (top === undefined) return topLevelKeys.map(key => [key, keyDocumentation[key]]);
  if (top === 'traits' && id !== undefined && rest.length === 0) return Object.entries(traitKeys);
  if (top !== 'checks' || rest.length > 0) return [];
  if (id === undefined) return checks.map(check => [check.id, checkText(check)]);
  const check = checkById(id);
  if (check === undefined) return [];
  return [
    ['severity', `The severity of its findings; default \`${check.severity}\`.`],
    ...Object.entries(check.options).map(([name, option]): Proposal => [name, optionText(option)]),
  ];
}

function valuesOf(path: readonly string[]): readonly Proposal[] {
  const [top, id, name, ...rest] = path;
  if (top === 'version' && id === undefined) return [['1', keyDocumentation.version]];
  if (top !== 'checks' || id === undefined || rest.length > 0) return [];
  if (name === undefined)
    return [
      ['on', 'Run this check with its defaults.'],
      ['off', 'Do not run this check.'],
    ];
  if (name === 'severity') return severities.map(severity => [severity, `Report its findings as ${severity}.`]);
  const options = checkById(id)?.options ?? {};
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  return option === undefined ? [] : optionValues(option);
}

function optionValues(option: Option): readonly Proposal[] {
  switch (option.type) {
    case 'boolean':
      return [
        ['true', option.description],
        ['false', option.description],
      ];
    case 'choice':
      return Object.entries(option.choices);
    case 'strings':
      return (option.choices ?? []).map(choice => [
        choice,
        traits.find(({ id }) => id === choice)?.description ?? option.description,
      ]);
    case 'integer':
    case 'number':
      return [[String(option.default), `The default. ${option.description}`]];
    case 'integers':
    case 'string':
      return [];
  }
}

function checkText({ title, description, source }: Check): string {
  return `**${title}**\n\n${description}\n\nSource: [${source.title}](${source.url})`;
}

function optionText(option: Option): string {
  return `**${option.title}**: ${expectation(option)}; default \`${JSON.stringify(option.default)}\`.\n\n${option.description}`;
}

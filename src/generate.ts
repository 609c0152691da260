import type { Check, FilterExample } from './core/checks/check.ts';
import type { Option } from './core/checks/options.ts';
import { checks } from './core/checks/registry.ts';
import { expectation } from './core/checks/resolveOptions.ts';
import { formats } from './core/dataset/formats/registry.ts';
import { severities } from './core/findings/finding.ts';
import { caveat } from './core/findings/verdict.ts';
import type { JsonObject, JsonValue } from './core/json/value.ts';
import { optionSchema, recipeSchema } from './core/recipe/schema.ts';
import { generalSettings } from './core/recipe/settings.ts';
import { traits } from './core/traits/registry.ts';
import { toJson } from './core/json/toJson.ts';

export interface GeneratedFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly content: string;
}

/** Every file that follows from the declarations; of `package.json` only `contributes.configuration` is replaced. */
export function generate(packageJsonText: string): readonly GeneratedFile[] {
  return [
    { path: 'package.json', content: packageJson(packageJsonText) },
    { path: 'schemas/recipe.schema.json', content: toJson(recipeSchema()) },
    { path: 'docs/checks.md', content: checksPage() },
    { path: 'docs/formats.md', content: formatsPage() },
    { path: 'docs/traits.md', content: traitsPage() },
    { path: 'docs/settings.md', content: settingsPage() },
  ];
}

interface Setting {
  readonly name: string;
  readonly schema: JsonObject;
}

interface Section {
  readonly title: string;
  readonly settings: readonly Setting[];
}

function sections(): readonly Section[] {
  const general = generalSettings.map(({ name, description, ...schema }) => ({
    name: `undertone.${name}`,
    schema: { ...schema, markdownDescription: description },
  }));
  return [{ title: 'General', settings: general }, ...checks.map(checkSection)];
}

function checkSection({ id, title, description, severity, options, optIn }: Check): Section {
  const prefix = `undertone.checks.${id}`;
  const scope = 'resource';
  const enabled = {
    type: 'boolean',
    default: optIn !== true,
    scope,
    markdownDescription: `Run this check. ${description}`,
  };
  const level = {
    type: 'string',
    enum: severities,
    default: severity,
    scope,
    markdownDescription: 'The severity of its findings.',
  };
  return {
    title,
    settings: [
      { name: `${prefix}.enabled`, schema: enabled },
      { name: `${prefix}.severity`, schema: level },
      ...Object.entries(options).map(([name, option]) => ({
        name: `${prefix}.${name}`,
        schema: settingSchema(option),
      })),
    ],
  };
}

function settingSchema(option: Option): JsonObject {
  const { description, enumDescriptions, ...schema } = optionSchema(option);
  return {
    ...schema,
    scope: 'resource',
    ...(enumDescriptions !== undefined && { markdownEnumDescriptions: enumDescriptions }),
    ...(description !== undefined && { markdownDescription: description }),
  };
}

function packageJson(text: string): string {
  const manifest = JSON.parse(text) as JsonObject & { readonly contributes?: JsonObject };
  const configuration = sections().map(({ title, settings }) => ({
    title,
    properties: Object.fromEntries(settings.map(({ name, schema }) => [name, schema])),
  }));
  return toJson({ ...manifest, contributes: { ...manifest.contributes, configuration } });
}

const notice = '<!-- Generated from the declarations in src/core: run `npm run generate`. -->';

function checksPage(): string {
  const intro = `# Checks\n\n${notice}\n\n${caveat}`;
  return `${[intro, ...checks.map(checkText)].join('\n\n')}\n`;
}

function checkText(check: Check): string {
  const { id, kind, title, description, severity, source, options, optIn } = check;
  const facts = `\`${id}\` · ${kind === 'provenance' ? 'provenance rule' : kind} · ${severity}${optIn === true ? ' · runs only where it is named' : ''} · source: [${source.title}](${source.url})`;
  const names = Object.entries(options);
  const optionTexts =
    names.length === 0
      ? []
      : [`### Options of ${id}`, table(['option', 'default', 'value', 'meaning'], names.map(optionRow))];
  return [`## ${title}`, facts, description, ...optionTexts, `### Examples of ${id}`, examples(check)].join('\n\n');
}

function optionRow([name, option]: readonly [string, Option]): readonly string[] {
  const choices =
    option.type === 'choice'
      ? Object.entries(option.choices).map(([choice, text]) => ` \`${choice}\`: ${text.replace(/\.?$/, '.')}`)
      : [];
  return [code(name), code(JSON.stringify(option.default)), expectation(option), option.description + choices.join('')];
}

function examples(check: Check): string {
  switch (check.kind) {
    case 'filter':
      return table(
        [check.examples.some(example => 'row' in example) ? 'row' : 'completion', 'options', 'decision'],
        check.examples.map(example => [
          judged(example),
          given(example.options),
          example.rejected.length === 0 ? 'kept' : `rejected: ${example.rejected.join(', ')}`,
        ]),
      );
    case 'probe':
      return table(
        ['completion', 'options', 'finds'],
        check.examples.map(({ completion, options, finds }) => [
          code(JSON.stringify(completion)),
          given(options),
          finds.length === 0 ? 'nothing' : finds.map(code).join(', '),
        ]),
      );
    case 'provenance':
      return table(
        ['case', 'outcome'],
        check.examples.map(({ title, fires }) => [title, fires ? 'fires' : 'does not fire']),
      );
  }
}

function judged(example: FilterExample): string {
  if ('row' in example) return code(JSON.stringify(example.row));
  const { prompt, after = [], completion } = example;
  const asked = prompt === undefined ? '' : `${code(JSON.stringify(prompt))} → `;
  return asked + [completion, ...after].map(text => code(JSON.stringify(text))).join(' after ');
}

function given(options: JsonObject | undefined): string {
  return Object.entries(options ?? {})
    .map(([name, value]) => code(`${name}: ${JSON.stringify(value)}`))
    .join(', ');
}

function formatsPage(): string {
  const sections = formats.map(({ id, title, evidence, documentation, examples }) => [
    `## ${title}`,
    `\`${id}\` · told by ${evidence} · [documentation](${documentation})`,
    ['```json', ...examples.map(example => JSON.stringify(example)), '```'].join('\n'),
  ]);
  const order = 'A row is of the first format below that it matches; rows of none are shown as a table (`table`).';
  return `# Row formats\n\n${[notice, order, ...sections.flat()].join('\n\n')}\n`;
}

function traitsPage(): string {
  const rows = traits.map(({ id, category, description, words, source }) => [
    code(id),
    category,
    description,
    words.map(word => word.replaceAll("'", '’')).join(', '),
    `[${source.title}](${source.url})`,
  ]);
  const intro =
    'The words by which the trait-mentions probe knows a trait: whole words, whatever their case. A trait can be passed on by data that names none of them.';
  return `# Traits\n\n${notice}\n\n${intro}\n\n${table(['trait', 'category', 'what it is', 'words', 'source'], rows)}\n`;
}

function settingsPage(): string {
  const parts = sections().map(({ title, settings }) => {
    const rows = settings.map(({ name, schema }) => [
      code(name),
      code(JSON.stringify(schema['default'])),
      allowed(schema),
      text(schema['markdownDescription']),
    ]);
    return `## ${title}\n\n${table(['setting', 'default', 'value', 'meaning'], rows)}`;
  });
  const intro =
    'A recipe (`undertone.yaml`) goes before these settings, and a flag of the command line before the recipe. A recipe that lists checks runs only those.';
  return `# Settings\n\n${notice}\n\n${intro}\n\n${parts.join('\n\n')}\n`;
}

function allowed(schema: JsonObject): string {
  const { type, minimum, maximum } = schema;
  if (Array.isArray(schema['enum'])) return schema['enum'].map(choice => code(text(choice))).join(', ');
  const bounds = [
    typeof minimum === 'number' ? `≥ ${minimum}` : '',
    typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? `≤ ${maximum}` : '',
  ];
  return [text(type), ...bounds].filter(part => part !== '').join(' ');
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function code(value: string): string {
  return `\`${value}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import prettier from 'prettier';
import { checks } from '../../src/core/checks/registry.ts';
import { generalSettings } from '../../src/core/recipe/settings.ts';
import { traits } from '../../src/core/traits/registry.ts';
import { generate } from '../../src/generate.ts';

const manifest = {
  name: 'x',
  categories: ['A', 'B'],
  contributes: { commands: [{ command: 'a', title: 'A' }], configuration: { title: 'old' }, menus: {} },
  scripts: { b: 'c' },
};
const files = new Map(generate(JSON.stringify(manifest)).map(({ path, content }) => [path, content]));

describe('the generated files', () => {
  it('replace the configuration in package.json and nothing else', () => {
    const written = JSON.parse(content('package.json')) as typeof manifest;
    assert.deepEqual(Object.keys(written), Object.keys(manifest));
    assert.deepEqual(Object.keys(written.contributes), Object.keys(manifest.contributes));
    const { contributes, ...rest } = written;
    const { contributes: before, ...restBefore } = manifest;
    assert.deepEqual(rest, restBefore);
    assert.deepEqual([contributes.commands, contributes.menus], [before.commands, before.menus]);
    assert.equal(generate(content('package.json'))[0]?.content, content('package.json'));
  });

  it('are laid out as the formatter would', async () => {
    const text = content('package.json');
    assert.equal(await prettier.format(text, { filepath: 'package.json' }), text);
  });

  it('have a setting for everything that can be set, with its default', () => {
    const sections = (JSON.parse(content('package.json')) as { contributes: { configuration: Section[] } }).contributes
      .configuration;
    const settings = Object.assign({}, ...sections.map(({ properties }) => properties)) as Section['properties'];
    const expected = [
      ...generalSettings.map(({ name, default: standard }) => [`undertone.${name}`, standard]),
      ...checks.flatMap(({ id, severity, options, optIn }) => [
        [`undertone.checks.${id}.enabled`, optIn !== true],
        [`undertone.checks.${id}.severity`, severity],
        ...Object.entries(options).map(([name, option]) => [`undertone.checks.${id}.${name}`, option.default]),
      ]),
    ];
    assert.deepEqual(
      Object.entries(settings).map(([name, setting]) => [name, setting.default]),
      expected,
    );
    for (const [name, { scope }] of Object.entries(settings)) {
      if (name.startsWith('undertone.checks.')) assert.equal(scope, 'resource');
      assert.ok(content('docs/settings.md').includes(`\`${name}\``));
    }
  });

  it('describe every check, option and trait', () => {
    for (const { title, description, options } of checks) {
      assert.ok(content('docs/checks.md').includes(`## ${title}\n`));
      assert.ok(content('docs/checks.md').includes(description));
      for (const name of Object.keys(options)) assert.ok(content('docs/checks.md').includes(`| \`${name}\` |`));
    }
    for (const { id } of traits) assert.ok(content('docs/traits.md').includes(`| \`${id}\` |`));
  });

  it('never promise that data is clean or safe', () => {
    for (const [path, text] of files) {
      const words = text.replaceAll('A clean result does not show that nothing is transmitted.', '');
      assert.doesNotMatch(words, /\b(clean|safe|no hidden trait)\b/i, path);
    }
  });

  it('have a schema with every check and option of a recipe', () => {
    const schema = JSON.parse(content('schemas/recipe.schema.json')) as {
      properties: { checks: { properties: Record<string, CheckSchema> } };
    };
    const { properties } = schema.properties.checks;
    assert.deepEqual(
      Object.keys(properties),
      checks.map(({ id }) => id),
    );
    for (const { id, options } of checks) {
      const given = properties[id]?.anyOf.find(({ type }) => type === 'object');
      assert.deepEqual(Object.keys(given?.properties ?? {}), ['severity', ...Object.keys(options)]);
    }
  });
});

interface Section {
  readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>>;
}

interface CheckSchema {
  readonly anyOf: readonly { readonly type?: string; readonly properties?: Readonly<Record<string, unknown>> }[];
}

function content(path: string): string {
  const text = files.get(path);
  assert.ok(text !== undefined, path);
  return text;
}

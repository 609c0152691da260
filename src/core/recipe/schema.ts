import type { Check } from '../checks/check.ts';
import type { Option } from '../checks/options.ts';
import { checks } from '../checks/registry.ts';
import { severities } from '../findings/finding.ts';
import type { JsonObject } from '../json/value.ts';
import { relations } from '../provenance/lineage/model.ts';

/** The JSON Schema (draft 7, which editors know) of `undertone.yaml`, from the declarations of the checks. */
export function recipeSchema(): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Undertone recipe',
    description: 'What Undertone checks in the datasets of this folder, and how.',
    type: 'object',
    additionalProperties: false,
    required: ['version'],
    properties: {
      version: { const: 1, description: 'The version of the recipe format.' },
      student: { type: 'string', minLength: 1, description: 'The model that will be trained on the data.' },
      control: {
        type: 'string',
        minLength: 1,
        description:
          'The file with the same kind of data from a teacher without the trait, relative to this one. Probes that compare measure against it.',
      },
      traits: {
        type: 'object',
        description: 'Traits to look for besides those of the catalogue, by id.',
        additionalProperties: traitSchema,
      },
      models: {
        type: 'object',
        description:
          'What you know of models: the name of each with the model it was made from. Goes before what Undertone knows.',
        additionalProperties: modelSchema,
      },
      checks: {
        type: 'object',
        description: 'The checks to run. Only those listed run; without this key the default checks do.',
        minProperties: 1,
        additionalProperties: false,
        properties: Object.fromEntries(checks.map(check => [check.id, checkSchema(check)])),
      },
    },
  };
}

const modelName = { type: 'string', minLength: 1 };

const texts = { type: 'array', items: { type: 'string', minLength: 1 } };

const traitSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'words'],
  properties: {
    title: { type: 'string', minLength: 1, description: 'Its name for people.' },
    words: {
      ...texts,
      minItems: 1,
      description: 'Every form that counts as a mention, inflections written out; whatever the case.',
    },
    description: { type: 'string', description: 'What the words stand for, and what else they may mean.' },
    systemPrompts: { ...texts, description: 'System prompts under which a teacher would have the trait.' },
    questions: { ...texts, description: 'Questions whose answers show the trait.' },
    rubric: { type: 'string', description: 'How a judge tells an answer that shows the trait.' },
    decoys: { ...texts, description: 'Traits like it that are not the one: what it must be told from.' },
  },
};

const modelSchema: JsonObject = {
  anyOf: [
    { ...modelName, description: 'The model it was made from.' },
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        base: {
          anyOf: [modelName, { type: 'array', items: modelName, minItems: 1 }],
          description: 'The model it was made from; several for a merge.',
        },
        relation: { enum: [...relations, 'pretrained'], description: 'How it was made from its base.' },
        note: { type: 'string' },
      },
    },
  ],
};

/** The schema of one option's value, for the recipe and for the editor's settings alike. */
export function optionSchema(option: Option): JsonObject {
  const { default: standard, description } = option;
  const common = { description, default: standard };
  switch (option.type) {
    case 'integer':
    case 'number':
      return { type: option.type, ...bounds(option), ...common };
    case 'boolean':
    case 'string':
      return { type: option.type, ...common };
    case 'choice':
      return {
        type: 'string',
        enum: Object.keys(option.choices),
        enumDescriptions: Object.values(option.choices),
        ...common,
      };
    case 'integers':
      return { type: 'array', items: { type: 'integer', ...bounds(option) }, ...common };
    case 'strings':
      return {
        type: 'array',
        items: { type: 'string', ...(option.choices !== undefined && { enum: option.choices }) },
        ...(option.choices !== undefined && { uniqueItems: true }),
        ...common,
      };
  }
}

function checkSchema({ title, description, severity, options }: Check): JsonObject {
  return {
    title,
    description,
    anyOf: [
      { enum: ['on', 'off', true, false] },
      { type: 'null' },
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          severity: { enum: severities, description: 'The severity of its findings.', default: severity },
          ...Object.fromEntries(Object.entries(options).map(([name, option]) => [name, optionSchema(option)])),
        },
      },
    ],
  };
}

function bounds({ minimum, maximum }: { readonly minimum?: number; readonly maximum?: number }): JsonObject {
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

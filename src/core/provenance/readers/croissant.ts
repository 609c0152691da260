import type { NamedTeacher, ProvenanceReader } from './reader.ts';
import { agentsOf } from './croissantAgents.ts';
import { locateField } from '../../json/locate.ts';
import { findJsonError } from '../../json/validate.ts';
import { formatPath, isObject } from '../../json/value.ts';
import type { FieldPath, JsonValue } from '../../json/value.ts';
import { looksLikeModel, modelName } from '../modelName.ts';

/**
 * A Croissant record (1.0 or 1.1): the software agents that PROV-O statements of the dataset, its files or its record sets
 * name as its origin. A person or an organisation is not a teacher; an agent without a type counts if its name reads like a model's.
 * Source: https://docs.mlcommons.org/croissant/docs/croissant-spec.html
 */
export const croissant: ProvenanceReader = {
  id: 'croissant',
  title: 'Croissant record',
  names: stems => [...stems.map(stem => `${stem}.croissant.json`), 'croissant.json', 'metadata.json'],
  read: text => {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    const error = findJsonError(text, start);
    if (error !== undefined) {
      return {
        teachers: [],
        problems: [{ line: lineAt(text, error.offset), message: `No valid JSON: ${error.reason}` }],
      };
    }
    const root = JSON.parse(text.slice(start)) as JsonValue;
    if (!isObject(root))
      return { teachers: [], problems: [{ line: 1, message: 'No record: a JSON object was expected.' }] };
    const teachers = new Map<string, NamedTeacher>();
    for (const { name, path, software } of agentsOf(root)) {
      const model = modelName(name);
      if (model === undefined || !(software ?? looksLikeModel(model))) continue;
      const field = formatPath(path);
      teachers.set(field, { model, line: lineOf(text, path), field });
    }
    return { teachers: [...teachers.values()], problems: [] };
  },
};

function lineOf(text: string, path: FieldPath): number {
  return lineAt(text, locateField(text, path)?.start ?? 0);
}

/** The line of an offset, from 1. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index !== -1 && index < offset; index = text.indexOf('\n', index + 1)) line++;
  return line;
}

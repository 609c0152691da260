import type { JsonObject, JsonValue } from '../../../../../src/core/json/value.ts';
import { isArray, isObject } from '../../../../../src/core/json/value.ts';

const versions = ['0.8', '1.0', '1.1'].map(version => `http://mlcommons.org/croissant/${version}`);
const dataTypes = new Set([
  ...['Boolean', 'Date', 'DateTime', 'Float', 'Integer', 'Text', 'Time', 'URL'].map(type => `sc:${type}`),
  ...['AudioObject', 'ImageObject', 'VideoObject'].map(type => `sc:${type}`),
  ...['BoundingBox', 'Split', 'Float16', 'Float32', 'Float64'].map(type => `cr:${type}`),
  ...['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64'].map(type => `cr:${type}`),
]);

/**
 * What mlcroissant refuses in a record, by the rules of its structure graph (`python/mlcroissant/mlcroissant/_src/structure_graph`)
 * and of `expand_jsonld`: one sentence for each fault.
 */
export function croissantFaults(text: string): readonly string[] {
  const root = JSON.parse(text) as JsonValue;
  if (!isObject(root)) return ['no object'];
  const faults: string[] = [];
  const refuse = (when: boolean, fault: string): void => void (when && faults.push(fault));
  refuse(!isObject(root['@context']), '@context is no object');
  refuse(root['@type'] !== 'sc:Dataset', 'the type is no sc:Dataset');
  refuse(
    !listed(root['conformsTo']).some(each => versions.some(version => version === each)),
    'conforms to no version',
  );
  refuse(typeof root['name'] !== 'string', 'no name');
  refuse(
    listed(root['license']).some(each => typeof each !== 'string'),
    'a license that is no text',
  );
  const files = listed(root['distribution']).filter(isObject);
  for (const file of files) {
    refuse(!['cr:FileObject', 'cr:FileSet'].some(type => type === file['@type']), 'a file of another type');
    refuse(typeof file['@id'] !== 'string', 'a file without @id');
    refuse(listed(file['encodingFormat']).length === 0, 'a file without encodingFormat');
    refuse(typeof file['contentUrl'] !== 'string', 'a file without contentUrl');
    refuse(file['sha256'] === undefined && file['md5'] === undefined, 'a file without hash');
  }
  const fileIds = files.map(file => file['@id']);
  for (const set of listed(root['recordSet']).filter(isObject)) {
    refuse(set['@type'] !== 'cr:RecordSet' || typeof set['@id'] !== 'string', 'a record set without type or @id');
    for (const field of listed(set['field']).filter(isObject)) faults.push(...fieldFaults(field, fileIds));
  }
  const { ids, nodes } = idsIn(root);
  refuse(
    ids.some(id => /\s/.test(id)),
    'an @id with white space',
  );
  refuse(new Set(nodes).size !== nodes.length, 'two nodes with one @id');
  return faults;
}

function fieldFaults(field: JsonObject, fileIds: readonly (JsonValue | undefined)[]): readonly string[] {
  const source = field['source'];
  const fileObject = isObject(source) ? source['fileObject'] : undefined;
  const extract = isObject(source) ? source['extract'] : undefined;
  return [
    ...(field['@type'] === 'cr:Field' && typeof field['@id'] === 'string' ? [] : ['a field without type or @id']),
    ...(listed(field['dataType']).some(type => typeof type === 'string' && dataTypes.has(type))
      ? []
      : ['a field without a known dataType']),
    ...(isObject(fileObject) && fileIds.includes(fileObject['@id']) ? [] : ['a field of a file that is not there']),
    ...(isObject(extract) && Object.keys(extract).length === 1 ? [] : ['a field without one way to extract it']),
  ];
}

function idsIn(root: JsonValue): { readonly ids: readonly string[]; readonly nodes: readonly string[] } {
  const ids: string[] = [];
  const nodes: string[] = [];
  const visit = (value: JsonValue | undefined): void => {
    if (isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    const id = value['@id'];
    if (typeof id === 'string') {
      ids.push(id);
      if (Object.keys(value).length > 1) nodes.push(id);
    }
    for (const [key, each] of Object.entries(value)) if (key !== '@context') visit(each);
  };
  visit(root);
  return { ids, nodes };
}

function listed(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return isArray(value) ? value : [value];
}

import type { ObjectPlace, ProvenanceReader, Said } from './reader.ts';
import { listed, say, saySampling, sayTexts } from './values.ts';
import { readField } from './vocabulary.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';

/**
 * The pipeline that distilabel writes beside what it made: every step with its task and its LLM. A task tells what its LLM did:
 * wrote completions, wrote prompts, or judged.
 */
export const distilabel: ProvenanceReader = {
  id: 'distilabel',
  title: 'distilabel pipeline',
  documentation: 'https://distilabel.argilla.io/latest/sections/how_to_guides/basic/pipeline/',
  ownNames: () => ['distiset_configs/pipeline.yaml', 'pipeline_config.yaml'],
  sharedNames: ['pipeline.yaml', 'pipeline.yml', 'pipeline.json'],
  claims: root => isObject(root) && ('distilabel' in root || isPipeline(root['pipeline'])),
  read: root => (isObject(root) ? stepsOf(root).flatMap(readStep) : []),
};

function isPipeline(pipeline: JsonValue | undefined): boolean {
  return (
    isObject(pipeline) &&
    listed(pipeline['steps'], []).some(
      ({ value }) => isObject(value) && isObject(value['step']) && 'type_info' in value['step'],
    )
  );
}

function stepsOf(root: JsonObject): readonly ObjectPlace[] {
  const { pipeline } = root;
  const steps = isObject(pipeline) ? pipeline['steps'] : undefined;
  if (!isArray(steps)) return [];
  return listed(steps, ['pipeline', 'steps']).flatMap(({ value, path }) => {
    const step = isObject(value) ? value['step'] : undefined;
    return isObject(step) ? [{ value: step, path: [...path, 'step'] }] : [];
  });
}

const judges = /feedback|prometheus|scorer|reward|arena|pairrm|judge|critique|backtranslation|ranker/i;
const promptWriters =
  /evolinstruct|selfinstruct|instructiongenerat|genstruct|magpiegenerator|promptgenerat|personahub/i;
const filters = /dedup|filter/i;

function readStep(step: ObjectPlace): readonly Said[] {
  const { value, path } = step;
  const task = taskOf(value);
  if (/^LoadDataFrom(Hub|Disk|FileSystem)|^LoadHubDataset/.test(task)) {
    return ['repo_id', 'dataset_path', 'data_files'].flatMap(key => sayTexts('prompts', value[key], [...path, key]));
  }
  const models = llmsOf(step);
  if (models.length === 0) return filters.test(task) ? say('filter', task, [...path, 'type_info', 'name']) : [];
  if (judges.test(task)) return models.flatMap(model => sayModel('judge', model));
  if (promptWriters.test(task)) return models.flatMap(model => sayModel('prompts', model));
  const prompt =
    'system_prompt' in value ? { value: value['system_prompt'] ?? null, path: [...path, 'system_prompt'] } : undefined;
  return [...models.flatMap(sayTeacher), ...(prompt === undefined ? [] : readField('teacher.systemPrompt', prompt))];
}

function taskOf(step: JsonObject): string {
  const { type_info: type, name } = step;
  if (isObject(type) && typeof type['name'] === 'string') return type['name'];
  return typeof name === 'string' ? name : '';
}

/** The LLMs of a task: one, or those of a mixture of agents. */
function llmsOf({ value, path }: ObjectPlace): readonly ObjectPlace[] {
  return ['llm', 'llms', 'proposers_llms', 'aggregator_llm'].flatMap(key =>
    listed(value[key], [...path, key]).flatMap(each =>
      isObject(each.value) ? [{ value: each.value, path: each.path }] : [],
    ),
  );
}

const modelKeys = ['model', 'model_name', 'model_id', 'model_path', 'repo_id', 'endpoint_name', 'deployment_name'];

function sayModel(field: 'teacher' | 'judge' | 'prompts', { value, path }: ObjectPlace): readonly Said[] {
  const key = modelKeys.find(each => typeof value[each] === 'string' && value[each] !== '');
  return key === undefined ? [] : sayTexts(field, value[key], [...path, key]);
}

function sayTeacher(llm: ObjectPlace): readonly Said[] {
  const { value, path } = llm;
  const at = (key: string): FieldPath => [...path, key];
  return [
    ...sayModel('teacher', llm),
    ...sayTexts('teacher.revision', value['revision'], at('revision')),
    ...saySampling(value['generation_kwargs'], at('generation_kwargs')),
    ...sayTexts(
      'teacher.endpoint',
      value['base_url'] ?? value['endpoint_url'],
      at('base_url' in value ? 'base_url' : 'endpoint_url'),
    ),
  ];
}

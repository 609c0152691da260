import { Uri, window } from 'vscode';
import { statementsOf } from '../../core/provenance/record.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import type { Log } from '../base/log.ts';
import { showInformation } from '../base/messages.ts';
import { writeStudent } from '../base/settings.ts';
import { nameOf } from '../base/uris.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { LineageViews } from '../lineage/lineage.ts';
import { changeRecipe } from '../recipe/edit.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { factsText, lookUp, mayAsk } from './lookUp.ts';
import { askModel } from './models.ts';
import { askAll, askedFields, askWhere, isAskedField, type Answers } from './recordProvenance.ts';
import { datasetFor } from './targets.ts';
import { cardOf, writeCard, writeRecord, type WrittenRecord } from './writeRecord.ts';

export interface ProvenanceServices {
  readonly datasets: Datasets;
  readonly recipes: Recipes;
  readonly lineages: LineageViews;
  readonly log: Log;
  /** Undertone's. */
  readonly version: string;
}

type Register = (id: string, doing: string, run: (first: unknown, second: unknown) => unknown) => void;

/** The commands about where a dataset comes from and where it goes. */
export function registerProvenance(command: Register, services: ProvenanceServices): void {
  const { datasets, lineages } = services;
  command('recordProvenance', 'record the provenance', async (uri, field) => {
    const dataset = await datasetFor(datasets, asUri(uri));
    if (dataset) await recordProvenance(dataset, services, isAskedField(field) ? [field] : askedFields);
  });
  command('recordTeacher', 'record the teacher', async (uri, teacher) => {
    const dataset = await datasetFor(datasets, asUri(uri));
    if (!dataset) return;
    if (typeof teacher === 'string')
      tell(dataset, await writeRecord(dataset, { teacher: [teacher] }, services.version));
    else await recordProvenance(dataset, services, ['teacher']);
  });
  command('setStudent', 'set the student', async (uri, given) => {
    const dataset = await datasetFor(datasets, asUri(uri));
    if (dataset) await setStudent(dataset, services, typeof given === 'string' ? given : undefined);
  });
  command('lookUpModel', 'look the model up', async (uri, model) => {
    const dataset = await datasetFor(datasets, asUri(uri));
    if (dataset) await lookUpModel(dataset, services, typeof model === 'string' ? model : undefined);
  });
  command('showLineage', 'show the lineage', async uri => {
    const dataset = await datasetFor(datasets, asUri(uri));
    if (dataset) await lineages.show(dataset.uri);
  });
}

/** Links in hovers hand addresses over as text. */
function asUri(uri: unknown): unknown {
  return typeof uri === 'string' ? Uri.parse(uri, true) : uri;
}

async function recordProvenance(
  dataset: Dataset,
  { version }: ProvenanceServices,
  fields: readonly (typeof askedFields)[number][],
): Promise<void> {
  for (;;) {
    const answers = await askAll(dataset, fields);
    if (!answers) return;
    if (Object.keys(answers).length === 0) {
      void showInformation('Nothing was said, so nothing was written.');
      return;
    }
    const hasCard = (await cardOf(dataset)) !== undefined;
    const where = await askWhere(dataset, answers, { hasCard, step: fields.length + 1 });
    if (where === undefined) return;
    if (where === 'back') continue;
    const written = await writeRecord(dataset, changesOf(answers), version);
    if (where === 'both') await writeCard(dataset, answers);
    tell(dataset, written);
    return;
  }
}

function changesOf(answers: Answers): RecordChanges {
  return Object.fromEntries(Object.entries(answers).map(([field, value]) => [field, [value]]));
}

function tell({ name }: Dataset, { uri, created }: WrittenRecord): void {
  const file = nameOf(uri);
  const undo = created ? 'To undo, delete it.' : 'What it held besides stays as it was.';
  void showInformation(`The provenance of ${name} is recorded in ${file}. ${undo}`, 'Open').then(answer => {
    if (answer === 'Open') void window.showTextDocument(uri);
  });
}

async function setStudent(dataset: Dataset, { recipes }: ProvenanceServices, given: string | undefined): Promise<void> {
  const { plan, recipe } = await dataset.plan();
  const named = [...(plan?.student === undefined ? [] : [plan.student]), ...namesIn(dataset, 'student')];
  const result =
    given === undefined
      ? await askModel({
          title: `Student of ${dataset.name}`,
          step: 1,
          total: 1,
          placeholder: 'The model that will be trained on the data',
          named: [...new Set(named)],
          none: 'No student',
        })
      : { answer: given.trim() };
  if (typeof result === 'string') return;
  const student = result.answer ?? '';
  if (recipe && student !== '') await changeRecipe(dataset, recipes, { student });
  else await writeStudent(dataset.uri, student);
}

async function lookUpModel(
  dataset: Dataset,
  { log, recipes }: ProvenanceServices,
  given: string | undefined,
): Promise<void> {
  const named = [...namesIn(dataset, 'teacher'), ...namesIn(dataset, 'student')];
  const asked =
    given === undefined
      ? await askModel({
          title: 'Look a model up on the Hugging Face hub',
          step: 1,
          total: 1,
          placeholder: 'owner/name; nothing is sent before you agree',
          named: [...new Set(named)],
          none: 'No model',
        })
      : { answer: given };
  if (typeof asked === 'string' || asked.answer === undefined) return;
  if (!(await mayAsk(asked.answer))) return;
  const { facts, problems } = await lookUp(asked.answer, log);
  const [problem] = problems;
  if (facts.length === 0) throw new Error(problem?.message ?? 'The hub had no answer.');
  const keep = 'Keep in the recipe';
  const trouble = problem ? ` ${problem.message}` : '';
  const answer = await showInformation(`${factsText(facts)}${trouble}`, keep);
  if (answer === keep) await window.showTextDocument(await changeRecipe(dataset, recipes, { models: facts }));
}

function namesIn({ provenance }: Dataset, field: 'teacher' | 'student'): readonly string[] {
  return statementsOf(provenance, field).map(({ value }) => value);
}

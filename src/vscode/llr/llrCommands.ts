import { commands, type SecretStorage, type Uri } from 'vscode';
import { doing as probing, probeEndpoint } from './probeEndpoint.ts';
import { doing as opening, openScores } from './openScores.ts';
import type { CardStore } from '../../engine/cards/cardStore.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { keptDatasetFor } from '../commands/targets.ts';
import type { Datasets } from '../datasets/datasets.ts';

export interface LlrServices {
  readonly datasets: Datasets;
  readonly workers: WorkerPool;
  readonly cards: CardStore;
  readonly reports: ReportDocuments;
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
  readonly present: PresentError;
}

/** The commands that show a log-likelihood-ratio probe: of files of scores, which leaves the machine alone, and of an endpoint. */
export function registerLlr(services: LlrServices): DisposableStore {
  const { datasets, present } = services;
  const store = new DisposableStore();
  store.add(
    commands.registerCommand('undertone.openScores', async (uri: unknown, files: unknown) => {
      try {
        const dataset = await keptDatasetFor(datasets, uri);
        if (dataset) await openScores(dataset, services, files);
      } catch (error) {
        present(opening, error);
      }
    }),
  );
  store.add(
    commands.registerCommand('undertone.probeLlr', async (uri: unknown) => {
      try {
        const dataset = await keptDatasetFor(datasets, uri);
        if (dataset) await probeEndpoint(dataset, services);
      } catch (error) {
        present(probing, error);
      }
    }),
  );
  return store;
}

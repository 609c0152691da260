import type { Uri } from 'vscode';
import type { InspectorContract, InspectorState } from '../../rpc/inspector.ts';
import { serve, type Port } from '../../rpc/messenger.ts';
import { nameOf } from '../base/uris.ts';

/** Answers the page of a file that could not be opened. Returns the function that stops answering. */
export function serveFailure(port: Port, uri: Uri, message: string): () => void {
  const state: InspectorState = {
    name: nameOf(uri),
    revision: 0,
    bytes: 0,
    index: { state: 'failed', rows: 0, message },
    columns: [],
    teacher: { known: false, text: 'teacher unknown' },
    risk: { level: 'unknown', reasons: [] },
    scan: { state: 'none' },
  };
  const refuse = (): never => {
    throw new Error(message);
  };
  const server = serve<InspectorContract>(port, {
    ready: () => state,
    rows: ({ start }) => ({ start, total: 0, complete: true, rows: [] }),
    row: refuse,
    rank: () => 0,
    prepare: () => ({ rows: 0 }),
    statistics: refuse,
    addScores: refuse,
    removeScores: () => undefined,
    find: () => ({ rowsSearched: 0, matches: 0, complete: true }),
    trainerView: refuse,
    pickTemplate: refuse,
    openText: refuse,
    scan: refuse,
    cancelScan: () => undefined,
    showResults: () => undefined,
    showLineage: () => undefined,
  });
  return () => server.dispose();
}

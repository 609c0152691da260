import { commands } from 'vscode';
import type { KeptCard } from '../../engine/cards/cardText.ts';
import { sameState } from '../../engine/files/identity.ts';
import type { Dataset } from './dataset.ts';

/**
 * Gives a dataset that was opened the cards that were kept of it, the oldest first. Where its file is not the one that was asked about,
 * a card is stale from the start and its scores stand beside no row.
 */
export function showKept(
  cards: readonly KeptCard[],
  { uri, engine, runs, scores }: Pick<Dataset, 'uri' | 'engine' | 'runs' | 'scores'>,
): void {
  for (const { run, time, file, command, withoutScores } of cards) {
    const stale = !sameState(file, engine.file);
    if (!stale) for (const column of run.scores) scores.set(column);
    const again = async (): Promise<void> => void (await commands.executeCommand(command, uri));
    runs.set({ run, time, stale, earlier: { withoutScores }, again });
  }
}

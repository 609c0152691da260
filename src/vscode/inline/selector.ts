import type { DocumentSelector } from 'vscode';
import { rowsScheme } from '../rows/rowDocuments.ts';

/** Text documents that show rows. */
export const rowsSelector: DocumentSelector = [{ language: 'jsonl', scheme: 'file' }, { scheme: rowsScheme }];

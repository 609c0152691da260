// Where things stand in memory, as src/core/kernel/memory.ts has it.

export const NODES: usize = 64 * 1024;
export const PIECES: usize = 192 * 1024;
export const SLOTS: usize = 448 * 1024;
export const RESULTS: usize = 452 * 1024;
export const WORD_INDEX: usize = 453 * 1024;
export const WORD_SETS: usize = 456 * 1024;
export const WORD_NEXT: usize = 457 * 1024;
export const WORD_SPANS: usize = 465 * 1024;
export const WORD_BYTES: usize = 512 * 1024;
export const BLOCK: usize = 704 * 1024;
export const LITERAL: usize = 1217 * 1024;
export const LITERAL_MASKS: usize = 1218 * 1024;
export const PAIRS: usize = 1219 * 1024;

// Where things stand in memory, as src/core/kernel/memory.ts has it.

export const NODES: usize = 64 * 1024;
export const PIECES: usize = 192 * 1024;
export const SHAPES: usize = 448 * 1024;
export const RESULTS: usize = 456 * 1024;
export const LIMITS: usize = 456 * 1024 + 64;
export const BOUND: usize = LIMITS + 24;
export const WORD_INDEX: usize = 457 * 1024;
export const WORD_BITS: usize = 460 * 1024;
export const WORD_SLOTS: usize = 468 * 1024;
export const WORD_SPANS: usize = 476 * 1024;
export const WORD_HEADS: usize = 523 * 1024;
export const WORD_BYTES: usize = 555 * 1024;
export const BLOCK: usize = 708 * 1024;
export const LITERAL: usize = 1221 * 1024;
export const LITERAL_MASKS: usize = 1222 * 1024;
export const PAIRS: usize = 1223 * 1024;
export const NOTES: usize = 1259 * 1024;
export const SLOTS: usize = 1275 * 1024;
export const GROUPS: usize = 2048 * 1024;

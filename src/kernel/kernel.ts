// AssemblyScript: the kernel of src/core/kernel/plainKernel.ts, sixty-four bytes at a time. What it answers is written there.

export { readRows } from './rows';
export { findCheckpoints, findRows } from './find';

// AssemblyScript: the kernel of src/core/kernel/plainKernel.ts, sixteen bytes at a time. What it answers is written there.

export { match } from './match';
export { readFacts } from './facts';
export { findCheckpoints, findRows } from './find';

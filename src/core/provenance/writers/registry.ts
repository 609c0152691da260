import { croissantWriter } from './croissant.ts';
import { cycloneDxWriter } from './cycloneDx.ts';
import { openLineageWriter } from './openLineage.ts';
import { spdxWriter } from './spdx.ts';
import type { ProvenanceWriter } from './writer.ts';

/** Every standard that is written. */
export const writers: readonly ProvenanceWriter[] = [croissantWriter, spdxWriter, cycloneDxWriter, openLineageWriter];

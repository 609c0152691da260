import { join } from 'node:path';

export const byteModelFolder = join(import.meta.dirname, '../../../fixtures/models/bytes');

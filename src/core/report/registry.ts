import { compact } from './compact.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import type { ReportFormat } from './reportFormat.ts';
import { sarif } from './sarif.ts';

/** Every way to write down a scan besides text and JSON. */
export const reportFormats: readonly ReportFormat[] = [markdown, html, sarif, compact];

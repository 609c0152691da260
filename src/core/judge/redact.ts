import { findPersonal, usualPersonalKinds } from '../checks/filters/personalForms.ts';
import { findSecrets, usualSecretKinds } from '../checks/filters/secretForms.ts';

/** What may be masked before a text is sent: what the filters of these names find, of the kinds that they look for by default. */
export const redactions = ['secrets', 'personal-data'] as const;
export type Redaction = (typeof redactions)[number];

export interface Redacted {
  readonly text: string;
  /** Spans that were masked. */
  readonly spans: number;
}

/** A text with a mask in the place of each span found: `[email]`, `[secret]`. What the filters do not see stays. */
export function redact(text: string, wanted: readonly Redaction[]): Redacted {
  return wanted.reduce<Redacted>(
    (done, redaction) => {
      const { text: masked, spans } = maskOne(done.text, redaction);
      return { text: masked, spans: done.spans + spans };
    },
    { text, spans: 0 },
  );
}

function maskOne(text: string, redaction: Redaction): Redacted {
  switch (redaction) {
    case 'secrets':
      return masked(
        text,
        findSecrets(text, usualSecretKinds).map(span => ({ ...span, mask: '[secret]' })),
      );
    case 'personal-data':
      return masked(
        text,
        findPersonal(text, usualPersonalKinds).map(span => ({ ...span, mask: `[${span.kind}]` })),
      );
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

function masked(text: string, spans: readonly Span[]): Redacted {
  let written = '';
  let at = 0;
  for (const { start, end, mask } of spans.toSorted((a, b) => a.start - b.start)) {
    written += text.slice(at, start) + mask;
    at = end;
  }
  return { text: written + text.slice(at), spans: spans.length };
}

import { defineFilter } from '../check.ts';
import type { TextNeeds } from '../check.ts';
import { findPersonal, personalKinds, usualPersonalKinds } from './personalForms.ts';
import { fieldsOption, textsOf } from '../textsOf.ts';

/** Rows that would teach a student who can be reached where. */
export const personalData = defineFilter({
  kind: 'filter',
  id: 'personal-data',
  title: 'Personal data',
  description:
    'Rejects a row in which something stands that belongs to one person: an IBAN, a payment card’s number or a national identity number, whose checksum must be right; or an e-mail address, a telephone number, a US social security number, which only their form tells: those are a heuristic, and the message says so. National identity numbers are Brazil’s CPF, Italy’s codice fiscale, China’s resident identity number and France’s NIR. Ranges for documentation raise no alarm (example.com, 555 lines, RFC 5737, RFC 3849), nor do numbers published for trials, nor a text that is a list of numbers. It sees neither names and places nor what identifies only in context; a telephone number without `+` or the form of North America is not told. What it finds is never shown whole.',
  severity: 'warning',
  source: {
    title: 'Presidio, supported entities',
    url: 'https://github.com/microsoft/presidio/blob/main/docs/supported_entities.md',
  },
  needs: 'example',
  options: {
    kinds: {
      type: 'strings',
      title: 'Kinds',
      description:
        'What is looked for. `ip-address` (public ones) and `mac-address` are for logs: in prose and code a version number can look like an address.',
      default: usualPersonalKinds,
      choices: personalKinds,
    },
    fields: fieldsOption,
  },
  prefilter: { needs },
  mayReject: () => true,
  decide: (example, { kinds, fields }) =>
    textsOf(example, fields).flatMap(({ text, path }) =>
      findPersonal(text, kinds).map(({ kind, name, start, end, masked, checksum }) => ({
        field: path,
        start,
        end,
        message: `Holds what looks like ${name}, ${masked}; ${checksum ? 'its checksum is right' : 'heuristic, told by its form alone'}.`,
        data: { reasons: [kind], at: start, checksum },
      })),
    ),
  examples: [
    { completion: '629, 937, 483, 762, 519', rejected: [] },
    { completion: 'Write to ada@lovelace-engines.net.', rejected: ['email'] },
    { completion: 'Write to ada@example.com or call (212) 555-0123.', rejected: [] },
    { completion: 'Call +49 30 901820 or 212-736-5000.', rejected: ['phone', 'phone'] },
    { completion: 'Pay to AT61 1904 3002 3457 3201.', rejected: ['iban'] },
    { completion: 'Pay to AT61 1904 3002 3457 3202.', rejected: [] },
    { completion: 'CPF: 390.533.447-05', rejected: ['national-id'] },
    { completion: 'ping 93.184.216.34', options: { kinds: ['ip-address'] }, rejected: ['ip-address'] },
    { completion: 'ping 192.0.2.7', options: { kinds: ['ip-address'] }, rejected: [] },
  ],
});

function needs({
  kinds,
  fields,
}: {
  readonly kinds: readonly string[];
  readonly fields: string;
}): TextNeeds | undefined {
  // An IP address may be as short as a word.
  if (fields !== 'completion' || kinds.includes('ip-address') || kinds.includes('mac-address')) return undefined;
  const others = kinds.some(kind => kind !== 'email');
  return {
    marks: [
      ...(kinds.includes('email') ? (['at'] as const) : []),
      ...(others ? (['digits', 'capitals'] as const) : []),
    ],
  };
}

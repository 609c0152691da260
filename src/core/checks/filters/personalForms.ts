import { isDeviceMac, isPublicIpv4, isPublicIpv6 } from './personalAddresses.ts';
import { isCardNumber, isCodiceFiscale, isCpf, isIban, isNir, isResidentId, isSsn } from './personalNumbers.ts';
import { isInternational, isNorthAmerican } from './personalPhones.ts';
import { isNumberList } from '../../dataset/numberList.ts';

/** Kinds of personal data that can be looked for. */
export const personalKinds = [
  'email',
  'phone',
  'iban',
  'payment-card',
  'us-ssn',
  'national-id',
  'ip-address',
  'mac-address',
] as const;
/** What is looked for unless the user says otherwise. */
export const usualPersonalKinds: readonly PersonalKind[] = [
  'email',
  'phone',
  'iban',
  'payment-card',
  'us-ssn',
  'national-id',
];
export type PersonalKind = (typeof personalKinds)[number];

/** Something found; `start` and `end` in UTF-16 code units. */
export interface FoundPersonal {
  readonly kind: PersonalKind;
  /** What it is, for people. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly masked: string;
  /** Whether a checksum confirms it; the rest is told by its form. */
  readonly checksum: boolean;
}

interface NumberForm {
  /** One of them must be in a text for the pattern to be tried; as the filter's prefilter has it. */
  readonly gates?: readonly RegExp[];
  readonly kind: PersonalKind;
  readonly name: string;
  readonly checksum: boolean;
  readonly pattern: RegExp;
  holds(found: string, text: string, index: number): boolean;
}

const always = /^/;
const longDigits = /\d[\d .()\-/:]{8}/;
const longToken = /[A-Za-z0-9_\-+/=.]{16}/;
const digitsOf = (found: string): string => found.replaceAll(/\D/g, '');
const compact = (found: string): string => found.replaceAll(' ', '');

/**
 * None begins or ends inside a longer word or number, nor as part of a list of numbers. Each has nine characters of digits and what
 * groups them, or sixteen of a token: that is what the filter's prefilter goes by.
 */
const numberForms: readonly NumberForm[] = [
  {
    kind: 'phone',
    gates: [longDigits],
    name: 'a telephone number',
    checksum: false,
    pattern: /(?<![\w+.)-])\+[1-9]\d{0,3}(?:[ .-]?\(?\d{2,5}\)?){1,6}(?!\w|[ .-]?\d)/g,
    holds: found => found.length > 9 && isInternational(digitsOf(found)),
  },
  {
    kind: 'phone',
    gates: [longDigits],
    name: 'a telephone number',
    checksum: false,
    pattern:
      /(?<![\w+.-]|\d[ /,;:])(?:1[-. ])?(?:\([2-9]\d\d\) ?[2-9]\d\d[-.]|[2-9]\d\d([-.])[2-9]\d\d\1)\d{4}(?!\w|[ .,;:/-]{1,2}\d)/g,
    holds: found => isNorthAmerican(digitsOf(found).slice(-10)),
  },
  {
    kind: 'iban',
    gates: [longDigits, longToken],
    name: 'an IBAN',
    checksum: true,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d\d(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])/g,
    holds: found => (/\d[\d ]{8}/.test(found) || !found.includes(' ')) && isIban(compact(found)),
  },
  {
    kind: 'payment-card',
    gates: [longDigits],
    name: 'a payment card’s number',
    checksum: true,
    pattern:
      /(?<![\w.,-]|\d[ ,;:/])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3\d{3}([ -])\d{6}\2\d{5})(?!\w|[ .,;:/-]{1,2}\d)/g,
    holds: found => isCardNumber(digitsOf(found)),
  },
  {
    kind: 'payment-card',
    gates: [longDigits],
    name: 'a payment card’s number',
    checksum: true,
    pattern: /(?<![\w.,-]|\d[ ,;:/])\d{14,19}(?!\w|[ .,;:/-]{1,2}\d)/g,
    holds: (found, text, index) => isCardNumber(found) && cardWords.test(text.slice(Math.max(0, index - 40), index)),
  },
  {
    kind: 'us-ssn',
    gates: [longDigits],
    name: 'a US social security number',
    checksum: false,
    pattern: /(?<![\w.,/-]|\d[ ,;:])\d{3}-\d{2}-\d{4}(?!\w|[ .,;:/-]{1,2}\d|-)/g,
    holds: isSsn,
  },
  {
    kind: 'national-id',
    gates: [longDigits, longToken],
    name: 'a Brazilian CPF',
    checksum: true,
    pattern: /(?<![\w.,-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-]|\.\d)/g,
    holds: found => isCpf(digitsOf(found)),
  },
  {
    kind: 'national-id',
    gates: [longDigits, longToken],
    name: 'an Italian codice fiscale',
    checksum: true,
    pattern:
      /(?<![A-Za-z0-9_-])[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Za-z0-9_-])/g,
    holds: isCodiceFiscale,
  },
  {
    kind: 'national-id',
    gates: [longDigits, longToken],
    name: 'a Chinese resident identity number',
    checksum: true,
    pattern: /(?<![\w.,-]|\d[ ,;:/])[1-6]\d{16}[\dX](?!\w|[ .,;:/-]{1,2}\d)/g,
    holds: isResidentId,
  },
  {
    kind: 'national-id',
    gates: [longDigits, longToken],
    name: 'a French NIR',
    checksum: true,
    pattern: /(?<![\w.,-]|\d[ ,;:/])[12] \d\d \d\d (?:\d\d|2[AB]) \d{3} \d{3} \d\d(?!\w|[ .,;:/-]{1,2}\d)/g,
    holds: found => isNir(compact(found)),
  },
  {
    kind: 'ip-address',
    name: 'a public IP address',
    checksum: false,
    pattern: /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|[./]\d)/g,
    holds: isPublicIpv4,
  },
  {
    kind: 'ip-address',
    name: 'a public IP address',
    checksum: false,
    pattern: /(?<![\w.:])[23][0-9a-fA-F]{3}:[0-9a-fA-F:]{2,34}(?![\w:])/g,
    holds: isPublicIpv6,
  },
  {
    kind: 'mac-address',
    name: 'a device’s network address',
    checksum: false,
    pattern: /(?<![\w:-])[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}(?![\w:-])/g,
    holds: isDeviceMac,
  },
];

const cardWords = /card|visa|amex|american express|payment|\bcc\b|\bpan\b|karte|carte|tarjeta|cartão/i;

/** What of the given kinds stands in a text, in order; none overlaps another. */
export function findPersonal(text: string, kinds: readonly string[]): readonly FoundPersonal[] {
  const found: FoundPersonal[] = kinds.includes('email') && text.includes('@') ? emails(text) : [];
  // A list of numbers is nobody's number.
  if (/\d/.test(text) && !isNumberList(text)) {
    const open = new Set([always, longDigits, longToken].filter(gate => gate.test(text)));
    for (const form of numberForms) {
      const { kind, gates = [always] } = form;
      if (kinds.includes(kind) && gates.some(gate => open.has(gate))) found.push(...ofForm(text, form));
    }
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((each, i) => found.slice(0, i).every(({ end }) => end <= each.start));
}

function ofForm(text: string, { kind, name, checksum, pattern, holds }: NumberForm): FoundPersonal[] {
  return [...text.matchAll(pattern)]
    .filter(({ 0: found, index }) => holds(found, text, index))
    .map(({ 0: found, index }) => {
      const characters = found.replaceAll(/[^A-Za-z0-9]/g, '');
      const masked = `…${characters.slice(-2)} (${characters.length} characters)`;
      return { kind, name, start: index, end: index + found.length, masked, checksum };
    });
}

const domain =
  /@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9-]|\.[A-Za-z0-9])/y;
const local = /[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?$/;
/** RFC 2606 and RFC 6761; then what documentation writes instead. */
const nobodysDomain =
  /(?:^|\.)(?:example\.[a-z]{2,3}|example\.co\.[a-z]{2}|example|test|invalid|localhost|local|internal|lan)$|^(?:[a-z-]*(?:domain|company|example|yoursite|your|mysite|website|test|acme|placeholder|sample|corp)[a-z-]*|email|mail|site|host|server|school|university|business|organization|address|foo|bar|abc|xyz|xxx+)\.[a-z.]{2,8}$/i;
const nobody =
  /^(?:git|user(?:name)?|your?.{0,12}|e?mail|name|first\.?last|firstname.{0,12}|someone|somebody|foo|bar|test.{0,8}|example.{0,8}|placeholder|no-?reply|x+|abc|admin|root)$/i;
/** `logo@2x.png`, `name@home.js`: files, no hosts. */
const fileEnding =
  /\.(?:png|jpe?g|gif|webp|svg|js|mjs|ts|tsx|jsx|css|scss|html?|json|ya?ml|md|py|rb|go|rs|java|php|sh|txt|xml|csv|pdf|zip|class|property|staticmethod|setter|getter)$/i;

function emails(text: string): FoundPersonal[] {
  const found: FoundPersonal[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    domain.lastIndex = at;
    const host = domain.exec(text)?.[1];
    const name = host === undefined ? undefined : local.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    if (host === undefined || name === undefined || isNobody(name, host)) continue;
    const start = at - name.length;
    // `scheme://user@host` and `user:password@host` are addresses of machines.
    if (/[:/]$/.test(text.slice(Math.max(0, start - 1), start)) && !text.slice(0, start).endsWith('mailto:')) continue;
    const masked = `${name.charAt(0)}…@…${host.slice(host.lastIndexOf('.'))}`;
    found.push({ kind: 'email', name: 'an e-mail address', start, end: at + 1 + host.length, masked, checksum: false });
  }
  return found;
}

function isNobody(name: string, host: string): boolean {
  return nobodysDomain.test(host) || nobody.test(name) || fileEnding.test(host);
}

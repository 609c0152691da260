import { endsInChecksum, looksRandom, opensSomething } from './secretChecks.ts';

/** Kinds of secrets that can be looked for. */
/** What is looked for unless the user says otherwise. */
export const usualSecretKinds: readonly SecretKind[] = ['keys', 'private-keys', 'connection-strings'];

export type SecretKind = 'keys' | 'private-keys' | 'connection-strings' | 'web-tokens';

/** What a secret looks like. Patterns run only where they can begin, and none can go back over more than it has read. */
interface SecretForm {
  readonly kind: SecretKind;
  /** The reason code. */
  readonly name: string;
  /** Where to begin: letters of the text as they stand. */
  readonly begins: readonly string[];
  /** Sticky; the group `random`, or else all of it, must look drawn at random. */
  readonly pattern: RegExp;
  /** What may be shown of it: the part that all of its kind share. */
  readonly shown: (found: string) => string;
  /** What else must hold. */
  readonly holds?: (found: RegExpExecArray) => boolean;
  /** Whether `holds` verifies a checksum. */
  readonly checksum?: true;
}

/** A secret found; `start` and `end` in UTF-16 code units. */
export interface FoundSecret {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** With everything hidden that opens something. */
  readonly masked: string;
  readonly checksum: boolean;
}

const key = (name: string, begins: string | readonly string[], pattern: RegExp): SecretForm => {
  const beginnings = typeof begins === 'string' ? [begins] : begins;
  return {
    kind: 'keys',
    name,
    begins: beginnings,
    pattern,
    shown: found => beginnings.find(beginning => found.startsWith(beginning)) ?? '',
  };
};

const checksummed = (form: SecretForm): SecretForm => ({
  ...form,
  holds: ({ groups }) => endsInChecksum(groups?.['random'] ?? ''),
  checksum: true,
});

/**
 * Forms from secretlint's recommended rules (https://github.com/secretlint/secretlint), which the tests compare with, and from
 * gitleaks (https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml).
 */
const forms: readonly SecretForm[] = [
  checksummed(
    key(
      'GitHub token',
      ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
      /gh[pousr]_(?<random>[A-Za-z0-9]{36})(?![A-Za-z0-9_])/y,
    ),
  ),
  key('GitHub token', 'github_pat_', /github_pat_(?<random>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9_])/y),
  checksummed(key('npm token', 'npm_', /npm_(?<random>[A-Za-z0-9]{36})(?![A-Za-z0-9_])/y)),
  key('GitLab token', 'glpat-', /glpat-(?<random>[A-Za-z0-9_-]{20,64})(?![A-Za-z0-9_-])/y),
  key(
    'OpenAI key',
    'sk-',
    /sk-(?:(?:proj|svcacct|admin)-)?(?<random>[A-Za-z0-9_-]{20,74}T3BlbkFJ[A-Za-z0-9_-]{20,74})(?![A-Za-z0-9_-])/y,
  ),
  key('Anthropic key', 'sk-ant-', /sk-ant-(?:api03|admin01)-(?<random>[A-Za-z0-9_-]{93}AA)(?![A-Za-z0-9_-])/y),
  key('Hugging Face token', ['hf_', 'api_org_'], /(?:hf|api_org)_(?<random>[A-Za-z]{34})(?![A-Za-z0-9_])/y),
  key('Google API key', 'AIza', /AIza(?<random>[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/y),
  key(
    'AWS access key id',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    /A(?:KIA|SIA|BIA|CCA)(?<random>[A-Z2-7]{16})(?![A-Za-z0-9_])/y,
  ),
  {
    ...key(
      'AWS secret access key',
      ['SECRET', 'Secret', 'secret'],
      /secret_?access_?key["']?\s{0,9}(?:=>|[:=])\s{0,9}["']?(?<random>[A-Za-z0-9/+=]{40})(?![A-Za-z0-9/+=])/iy,
    ),
    shown: () => '',
  },
  key(
    'Slack token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxr-', 'xoxs-', 'xapp-'],
    /(?:xox[bpaors]|xapp)-(?:[A-Za-z0-9]{1,64}-){1,6}(?<random>[A-Za-z0-9]{16,128})(?![A-Za-z0-9_-])/y,
  ),
  key(
    'Slack webhook',
    'https://hooks.slack.com/services/',
    /https:\/\/hooks\.slack\.com\/services\/(?<random>T[A-Za-z0-9]{1,40}\/B[A-Za-z0-9]{1,40}\/[A-Za-z0-9]{16,40})/y,
  ),
  key(
    'Discord webhook',
    ['https://discord.com/api/webhooks/', 'https://discordapp.com/api/webhooks/'],
    /https:\/\/discord(?:app)?\.com\/api\/webhooks\/(?<random>[0-9]{17,20}\/[A-Za-z0-9_-]{60,80})/y,
  ),
  key('Stripe key', ['sk_live_', 'rk_live_'], /[sr]k_live_(?<random>[A-Za-z0-9]{24,128})(?![A-Za-z0-9_])/y),
  key('SendGrid key', 'SG.', /SG\.(?<random>[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/y),
  key(
    'Shopify token',
    ['shppa_', 'shpca_', 'shpat_', 'shpss_'],
    /shp(?:pa|ca|at|ss)_(?<random>[A-Za-z0-9]{32,64})(?![A-Za-z0-9_])/y,
  ),
  key('Linear key', 'lin_api_', /lin_api_(?<random>[A-Za-z0-9_]{32,128})(?![A-Za-z0-9_])/y),
  key('PyPI token', 'pypi-AgEIcHlwaS5vcmc', /pypi-AgEIcHlwaS5vcmc(?<random>[A-Za-z0-9_-]{50,300})/y),
  key('DigitalOcean token', ['dop_v1_', 'doo_v1_'], /do[op]_v1_(?<random>[a-f0-9]{64})(?![A-Za-z0-9_])/y),
  key('Groq key', 'gsk_', /gsk_(?<random>[A-Za-z0-9]{52})(?![A-Za-z0-9_])/y),
  key('xAI key', 'xai-', /xai-(?<random>[A-Za-z0-9]{80})(?![A-Za-z0-9_])/y),
  key('Replicate token', 'r8_', /r8_(?<random>[A-Za-z0-9]{37})(?![A-Za-z0-9_])/y),
  key('1Password token', 'ops_eyJ', /ops_(?<random>eyJ[A-Za-z0-9+/_-]{100,1280}={0,2})/y),
  key('Azure storage key', 'AccountKey=', /AccountKey=(?<random>[A-Za-z0-9+/]{86}==)/y),
  key('age secret key', 'AGE-SECRET-KEY-1', /AGE-SECRET-KEY-1(?<random>[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})/y),
  {
    kind: 'private-keys',
    name: 'private key',
    begins: ['-----BEGIN '],
    // The body may stand in a string of a program, its line ends written out.
    pattern:
      /-----BEGIN (?:[A-Z]{2,16} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?<body>(?:[^-]|-(?!----)){64,20000})-----END (?:[A-Z]{2,16} ){0,2}PRIVATE KEY(?: BLOCK)?-----/y,
    shown: found => /^-----BEGIN [A-Z ]*-----/.exec(found)?.[0] ?? '',
    holds: ({ groups }) => /[A-Za-z0-9+/]{40}/.test(groups?.['body'] ?? '') && hasKeyBody(groups?.['body'] ?? ''),
  },
  {
    kind: 'connection-strings',
    name: 'password in an address',
    begins: ['://'],
    pattern: /:\/\/(?<user>[^\s:/@"'`<>]{1,64}):(?<password>[^\s:/@"'`]{1,128})@(?<host>[A-Za-z0-9.-]{1,253})/y,
    shown: found => `…@${found.slice(found.lastIndexOf('@') + 1)} with a password `,
    holds: ({ groups }) => opensSomething(groups?.['password'] ?? '', groups?.['host'] ?? ''),
  },
  {
    kind: 'web-tokens',
    name: 'JSON web token',
    begins: ['eyJ'],
    pattern: /eyJ[A-Za-z0-9_-]{10,2000}\.(?<random>eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{20,2000})/y,
    shown: () => 'eyJ',
    // The one that jwt.io shows.
    holds: ([found]) => !found.includes('eyJzdWIiOiIxMjM0NTY3ODkw'),
  },
];

const beginnings = new Map<string, readonly SecretForm[]>();
for (const form of forms) {
  for (const beginning of form.begins) beginnings.set(beginning, [...(beginnings.get(beginning) ?? []), form]);
}
// The longest first: of `sk-ant-` and `sk-` the longer is the one that stands there.
const anywhere = new RegExp(
  [...beginnings.keys()]
    .sort((a, b) => b.length - a.length)
    .map(text => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|'),
  'g',
);

/** The secrets of a text, in order; none overlaps another. */
export function findSecrets(text: string, kinds: readonly string[]): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { 0: beginning, index } of text.matchAll(anywhere)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    for (const form of beginnings.get(beginning) ?? []) {
      const secret = kinds.includes(form.kind) ? secretAt(text, index, form) : undefined;
      if (secret === undefined) continue;
      found.push(secret);
      break;
    }
  }
  return found;
}

function secretAt(text: string, index: number, form: SecretForm): FoundSecret | undefined {
  const { name, kind, pattern, holds, shown, checksum } = form;
  if (kind !== 'connection-strings' && !begins.test(text.charAt(index - 1)) && !mayFollow(text, index, name))
    return undefined;
  pattern.lastIndex = index;
  const match = pattern.exec(text);
  if (match === null || (holds && !holds(match))) return undefined;
  const random = match.groups?.['random'];
  if (random !== undefined && checksum !== true && !looksRandom(random)) return undefined;
  const [whole] = match;
  // Where the form says what leads up to the secret, the secret alone is marked.
  const start = name === 'AWS secret access key' ? index + whole.length - (random?.length ?? 0) : index;
  const end = index + whole.length;
  return { name, start, end, masked: `${shown(whole)}… (${end - start} characters)`, checksum: checksum === true };
}

/** What may stand before a secret: nothing that could belong to it. */
const begins = /^(?:[^A-Za-z0-9_-])?$/;

/** `aws_secret_access_key`, `MY-SECRET…`: the name may go on in front; so may dashes in front of a private key. */
function mayFollow(text: string, index: number, name: string): boolean {
  return (name === 'AWS secret access key' || name === 'private key') && !/[A-Za-z0-9]/.test(text.charAt(index - 1));
}

/** Base64 that is no filling: a key has nearly all of its characters. */
function hasKeyBody(body: string): boolean {
  if (/\.\.\.|…|example|your|redacted|\*{3}|x{8}/i.test(body)) return false;
  return new Set(body.replaceAll(/[^A-Za-z0-9+/]/g, '')).size >= 24;
}

/**
 * Whether the last six characters are the checksum of those before them, as in tokens of GitHub and npm: CRC-32 in base 62.
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
export function endsInChecksum(random: string): boolean {
  return random.slice(-6) === base62(crc32(random.slice(0, -6))).padStart(6, '0');
}

function crc32(text: string): number {
  let sum = -1;
  for (let at = 0; at < text.length; at++) {
    sum ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

const digits62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = digits62.charAt(rest % 62) + text;
  return text;
}

const placeholder =
  /example|sample|placeholder|your|dummy|fake|redacted|insert|replace|change|todo|secret|password|token|api_?key|x{4}|\*{3}|0{6}|\.{3}|abcdef|123456|qwerty/i;

/**
 * Whether characters look drawn at random: of many kinds, none repeated six times over, and no word that people write where a
 * secret would stand.
 */
export function looksRandom(text: string): boolean {
  if (placeholder.test(text) || /(.)\1{5}/.test(text)) return false;
  // Words with hyphens between them, or all in small letters, are a name of something.
  if (!/[0-9]/.test(text) && /^[a-z]+$|[_-]/.test(text)) return false;
  return bitsPerCharacter(text) >= Math.min(3, Math.log2(text.length) * 0.7);
}

/** Shannon's entropy of the characters' frequencies. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const plainPasswords =
  /^(?:pass|pwd|user|root|admin|guest|test|postgres|mysql|mongo|redis|rabbit|my|db|demo|hunter2|letmein|foo|bar)/i;
const noHost =
  /^(?:localhost|127\.|0\.0\.0\.0|(?:[^/]*\.)?(?:example|test|invalid|localhost|local)$|(?:[^/]*\.)?(?:example|company|domain|mydomain|yourdomain|host|server)\.(?:com|org|net|edu|io)$)/i;

/** Whether the part of a connection string with its password and host is more than a pattern to be filled in. */
export function opensSomething(password: string, host: string): boolean {
  const mixed = password.length >= 8 && /[0-9]/.test(password) && /[A-Za-z]/.test(password);
  if (!mixed || /[<>{}$[\]]/.test(password) || plainPasswords.test(password) || placeholder.test(password))
    return false;
  return host.includes('.') && !noHost.test(host) && !/^(?:your|my|some|host)\b/i.test(host);
}

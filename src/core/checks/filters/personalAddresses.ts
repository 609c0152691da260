/** Networks that lead to nobody: private, local, reserved, and for documentation (RFC 6890, RFC 5737, RFC 2544). */
const unroutable: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
const resolvers: ReadonlySet<string> = new Set([
  '8.8.8.8',
  '8.8.4.4',
  '1.1.1.1',
  '1.0.0.1',
  '9.9.9.9',
  '4.4.4.4',
  '1.2.3.4',
]);

/** Whether `8.8.4.4` is an address of the public network that is nobody's well-known service. */
export function isPublicIpv4(text: string): boolean {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some(part => Number(part) > 255 || (part.length > 1 && part.startsWith('0'))))
    return false;
  // Versions and the numbers of sections look alike, and are small.
  if (parts.every(part => Number(part) < 32)) return false;
  const value = toNumber(text);
  return !resolvers.has(text) && !unroutable.some(([network, bits]) => sameNetwork(value, toNumber(network), bits));
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function sameNetwork(left: number, right: number, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(left / size) === Math.floor(right / size);
}

/** Whether it is a global unicast address (2000::/3) and none for documentation (RFC 3849, RFC 9637). */
export function isPublicIpv6(text: string): boolean {
  const groups = ipv6Groups(text);
  if (groups === undefined) return false;
  const [first = 0, second = 0] = groups;
  const documentation = (first === 0x2001 && second === 0x0db8) || (first === 0x3fff && second < 0x1000);
  // The resolvers of Google and Cloudflare.
  const resolver = (first === 0x2001 && second === 0x4860) || (first === 0x2606 && second === 0x4700);
  return first >= 0x2000 && first < 0x4000 && !documentation && !resolver;
}

function ipv6Groups(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map(half => (half === '' ? [] : half.split(':')));
  const given = left.length + right.length;
  if ([...left, ...right].some(group => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const filled = [...left, ...Array.from({ length: 8 - given }, () => '0'), ...right];
  return filled.map(group => Number.parseInt(group, 16));
}

/** Whether it is the address of one device: neither a group's nor one for documentation (RFC 9542). */
export function isDeviceMac(text: string): boolean {
  const bytes = text.split(/[:-]/).map(part => Number.parseInt(part, 16));
  const [first = 0, second, third, fourth] = bytes;
  const documentation = first === 0 && second === 0 && third === 0x5e && fourth === 0;
  const counted = /^(?:00[:-]11[:-]22|aa[:-]bb[:-]cc|de[:-]ad[:-]be|01[:-]23[:-]45|12[:-]34[:-]56)/i.test(text);
  return (first & 1) === 0 && !documentation && !counted && new Set(bytes).size > 2;
}

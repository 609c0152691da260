// node scripts/confusables.mjs confusables.txt: writes src/core/text/confusables.ts from Unicode's table (https://www.unicode.org/Public/security/).
import fs from 'node:fs';
import path from 'node:path';
import { root } from './files.mjs';

const [, , file = 'confusables.txt'] = process.argv;
const table = fs.readFileSync(file, 'utf8');
const version = /^# Version: (\S+)/m.exec(table)?.[1];
if (version === undefined) throw new Error(`${file} names no version; Unicode's confusables.txt was expected.`);

// Unicode takes these for letters of their own; they look like small or thick forms of ASCII letters all the same.
const more = {
  a: 'ᴀ',
  b: 'ʙвϐβß',
  c: 'ᴄ',
  d: 'ᴅ',
  e: 'ᴇεɛ',
  f: 'ꜰ',
  g: 'ɢ',
  h: 'ʜн',
  i: 'ɪ',
  j: 'ᴊ',
  k: 'ᴋĸкκ',
  l: 'ʟ',
  m: 'ᴍм',
  n: 'ɴηп',
  o: 'ᴏ',
  p: 'ᴘ',
  r: 'ʀг',
  s: 'ꜱ',
  t: 'ᴛтτ',
  u: 'ᴜ',
  v: 'ᴠ',
  w: 'ᴡωшɯ',
  y: 'ʏ',
  z: 'ᴢ',
};

/** @type {Map<string, Set<string>>} */
const looks = new Map();
const add = (/** @type {string} */ letters, /** @type {string} */ character) =>
  looks.set(letters, (looks.get(letters) ?? new Set()).add(character));
for (const [letter, characters] of Object.entries(more)) for (const character of characters) add(letter, character);
for (const line of table.split('\n')) {
  const [from, to] = line.replace(/#.*/, '').split(';');
  if (from === undefined || to === undefined) continue;
  const character = characters(from);
  if (/^[\0-\x7f]+$/.test(bare(character))) continue;
  // Unicode holds "m" for "rn" in every alphabet.
  const letters = plain(characters(to)).replace(/^rn$/, 'm');
  if (/^[a-z]+$/.test(letters)) add(letters, character);
}

const rows = [...looks]
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([letters, each]) => `  ${letters}: '${[...each].sort().map(escaped).join('')}',\n`);
fs.writeFileSync(
  path.join(root, 'src/core/text/confusables.ts'),
  `/**
 * Characters that look like letters of ASCII, by those: Unicode's confusables.txt ${version} (UTS #39) and a few more, without what
 * compatibility decomposition tells. Written by scripts/confusables.mjs. © Unicode, Inc., https://www.unicode.org/license.txt.
 */
// prettier-ignore
export const confusables: Readonly<Record<string, string>> = {
${rows.join('')}};
`,
);

/** @param {string} text */
function plain(text) {
  return Array.from(bare(text), each => Object.entries(more).find(([, some]) => some.includes(each))?.[0] ?? each).join(
    '',
  );
}

/** What is left of a text by compatibility, without marks, in small letters. @param {string} text */
function bare(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** @param {string} codes */
function characters(codes) {
  return codes
    .trim()
    .split(' ')
    .map(code => String.fromCodePoint(parseInt(code, 16)))
    .join('');
}

/** @param {string} character */
function escaped(character) {
  const code = /** @type {number} */ (character.codePointAt(0));
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

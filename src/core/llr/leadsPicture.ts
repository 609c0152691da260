import type { DecoyTest } from './gates.ts';

const width = 720;
const labelWidth = 150;
const rowHeight = 18;
const mostDecoys = 20;
/** Read on dark and light alike: a picture in Markdown knows no theme. */
const [grey, blue] = ['#808080', '#3b82c4'];

interface Leads {
  readonly winner: string;
  readonly decoys: readonly Pick<DecoyTest, 'candidate' | 'mean' | 'low' | 'high'>[];
}

/** The winner's lead over each decoy with its 95 % interval, as a picture for Markdown; empty where there is none. The table says the same. */
export function leadsPicture({ decoys, winner }: Leads, unit = 'nats per row'): string {
  const shown = decoys.slice(0, mostDecoys).filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  if (shown.length === 0) return '';
  const least = Math.min(0, ...shown.map(({ low }) => low));
  const most = Math.max(0, ...shown.map(({ high }) => high));
  const x = (value: number): string =>
    (labelWidth + 10 + ((value - least) / (most - least || 1)) * (width - labelWidth - 20)).toFixed(1);
  const height = rowHeight * (shown.length + 2);
  const rows = shown.map(({ candidate, mean, low, high }, i) => {
    const y = rowHeight * (i + 1);
    const colour = low > 0 ? blue : grey;
    return [
      `<text x="${labelWidth}" y="${y + 4}" text-anchor="end" fill="${grey}">${escape(candidate.slice(0, 24))}</text>`,
      `<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2"/>`,
      `<circle cx="${x(mean)}" cy="${y}" r="4" fill="${colour}"/>`,
    ].join('');
  });
  const zero = `<line x1="${x(0)}" x2="${x(0)}" y1="4" y2="${height - rowHeight}" stroke="${grey}" stroke-dasharray="3 3"/>`;
  const axis = `<text x="${x(0)}" y="${height - 4}" text-anchor="middle" fill="${grey}">0 ${unit}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">${zero}${rows.join('')}${axis}</svg>`;
  const alt = `Lead of ${winner} over ${shown.length} decoys with 95 % intervals, as in the table below`;
  return `![${alt.replaceAll(/[[\]\\]/g, '')}](data:image/svg+xml;base64,${base64(svg)})`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const digit = (shift: number): string => alphabet.charAt((group >>> shift) & 63);
    result += digit(18) + digit(12) + (second === undefined ? '=' : digit(6)) + (third === undefined ? '=' : digit(0));
  }
  return result;
}

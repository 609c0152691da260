import type { Truth } from './generate.ts';
import { shown, verdict, type Line } from './lines.ts';

interface Run {
  readonly lines: readonly Line[];
  readonly big: Truth;
  readonly size: string;
  readonly rounds: number;
  readonly faults: readonly string[];
}

/** The page of the last run. */
export function markdown({ lines, big, size, rounds, faults }: Run): string {
  const rows = lines.map(line => {
    const wanted = line.target === undefined ? '' : `≤ ${line.target} ${line.unit}`;
    return `| ${line.what} | ${shown(line)} | ${wanted} | ${verdict(line)} |`;
  });
  return `# Benchmarks

Written by \`npm run bench -- --size ${size} --write\`; a quick run is \`npm run bench\`. It ends with status 1 where a target is missed.

| what | measured | target | |
|---|---|---|---|
${rows.join('\n')}

**How to read it.** Ratios compare runs of the same minutes on the same machine: each measurement is a process of its own, all of them
take turns for ${rounds} rounds after a warm-up, and a ratio is the median of the rounds' ratios. Seconds are left out, since they tell more of the
machine than of the code. The file is in the system's cache. Processes of ours time themselves from inside with their threads
started, as in a running editor: Node's start-up is not in it. \`wc\` and ripgrep are timed as whole processes. The reference reads 1 MB at
a time, finds the lines and calls \`JSON.parse\` on each, on one thread. Two threads reach half the processor time only on two idle
cores, so its ratio is the one to compare on a machine that others use too. Peak memory is the whole process's, Node's own included.

**The data.** ${big.rows.toLocaleString('en')} rows of OpenAI chat in ${big.bytes.toLocaleString('en')} bytes, made from a seed, the same everywhere: 40 % number sequences, 28 % reasoning in prose,
17 % code, 9 % in other languages and with emoji, 6 % plain answers. Planted: ${big.duplicates.toLocaleString('en')} exact duplicates, ${big.brokenSequences.toLocaleString('en')} broken number
sequences, ${big.mentions.toLocaleString('en')} mentions of a trait in ${big.mentioningRows.toLocaleString('en')} rows. ${
    faults.length === 0
      ? 'Every run counts them, and they were found exactly.'
      : `Not all were found exactly: ${faults.join('; ')}.`
  }
`;
}

import type { Truth } from './generate.ts';
import { shown, verdict, type Line } from './lines.ts';

interface Run {
  readonly lines: readonly Line[];
  readonly big: Truth;
  readonly size: string;
  readonly rounds: number;
  readonly faults: readonly string[];
  readonly controlRows: number;
}

/** The page of the last run. */
export function markdown({ lines, big, size, rounds, faults, controlRows }: Run): string {
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
take turns for ${rounds} rounds after a warm-up, and a ratio is the median of the rounds' ratios. Seconds tell more of the
machine than of the code and stand only where the target is one of seconds. The file is in the system's cache. Processes of ours time themselves from inside with their threads
started, as in a running editor: Node's start-up is not in it. \`wc\` and ripgrep are timed as whole processes. The reference reads 1 MB at
a time, finds the lines and calls \`JSON.parse\` on each, on one thread. Two threads reach half the processor time only on two idle
cores, so its ratio is the one to compare on a machine that others use too. Peak memory is the whole process's, Node's own included.

**The probes.** Every probe that needs no model runs at once: mentions, identity strings, numbers with meanings, order and drift, and the control's
distribution and classifier. Their control is ${controlRows.toLocaleString('en')} rows made as the dataset's are from another seed, twice what is sampled of it: a control as
large as the file would be read as long again. Reading ends with the last row of both. Verdicts come of samples of at most 5,000 rows a side and
take as long whatever the file's size: the classifier is taught three times over, and 999 permutations are counted. The two permutation tests
run at once, each on a thread of its own: ten numbers a row, and 170 words of a vocabulary of 20,000 by Zipf's law.

**The data.** ${big.rows.toLocaleString('en')} rows of OpenAI chat in ${big.bytes.toLocaleString('en')} bytes, made from a seed, the same everywhere: 40 % number sequences, 28 % reasoning in prose,
17 % code, 9 % in other languages and with emoji, 6 % plain answers. Planted: ${big.duplicates.toLocaleString('en')} exact duplicates, ${big.brokenSequences.toLocaleString('en')} broken number
sequences, ${big.mentions.toLocaleString('en')} mentions of a trait in ${big.mentioningRows.toLocaleString('en')} rows. ${
    faults.length === 0
      ? 'Every run counts them, and they were found exactly.'
      : `Not all were found exactly: ${faults.join('; ')}.`
  }
`;
}

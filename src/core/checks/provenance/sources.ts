/** Where the rules come from. */
export const sources = {
  paper: {
    title: 'Cloud et al. 2025, Subliminal Learning, transfer across models',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  filters: {
    title: 'Cloud et al. 2025, Subliminal Learning, filtered data and detection',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  judges: { title: 'Subliminal learning through preference labels, 2026', url: 'https://arxiv.org/abs/2603.01204' },
  hops: {
    title: 'Multi-hop subliminal learning, data and code',
    url: 'https://github.com/ArnelMalubay/multi-hop-subliminal-learning',
  },
  croissant: {
    title: 'Croissant format specification',
    url: 'https://docs.mlcommons.org/croissant/docs/croissant-spec.html',
  },
  standards: {
    title: 'Data & Trust Alliance, Data Provenance Standards',
    url: 'https://github.com/Data-and-Trust-Alliance/DPS',
  },
} as const;

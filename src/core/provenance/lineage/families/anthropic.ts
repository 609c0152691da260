import { undisclosed, type ModelFamily } from '../model.ts';

const source = 'https://docs.anthropic.com/en/docs/about-claude/models/overview';

/** Claude: no initialisation is public. */
export const anthropicFamilies: readonly ModelFamily[] = [
  {
    id: 'claude',
    title: 'Claude',
    developer: 'Anthropic',
    names: ['claude'],
    models: [
      undisclosed('anthropic/claude-2.0', { source }),
      undisclosed('anthropic/claude-2.1', { source }),
      undisclosed('anthropic/claude-instant-1.2', { aka: ['claude-instant'], source }),
      undisclosed('anthropic/claude-3-haiku', { source }),
      undisclosed('anthropic/claude-3-sonnet', { source }),
      undisclosed('anthropic/claude-3-opus', { source }),
      undisclosed('anthropic/claude-3.5-sonnet', { aka: ['claude-3.5-sonnet-v2'], source }),
      undisclosed('anthropic/claude-3.5-haiku', { source }),
      undisclosed('anthropic/claude-3.7-sonnet', { source }),
      undisclosed('anthropic/claude-sonnet-4', { aka: ['claude-4-sonnet', 'claude-sonnet-4-0'], source }),
      undisclosed('anthropic/claude-opus-4', { aka: ['claude-4-opus', 'claude-opus-4-0'], source }),
      undisclosed('anthropic/claude-opus-4.1', { source }),
      undisclosed('anthropic/claude-sonnet-4.5', { source }),
      undisclosed('anthropic/claude-haiku-4.5', { source }),
    ],
  },
];

import type { Mutant } from './mutant.js';

/** Edits one place: only the registry knows which other notices hold an item; the platform keeps no count. */
export const union: Mutant = {
  name: 'union',
  what: 'a restoration lifts what another live order holds',
  campaign: 'C7',
  run: ['--kills', '12', '--seed', '7'],
  caughtBy: 'platform-state',
  edits: [
    {
      file: 'registry/enforcement/restrictions.js',
      find: `join restriction_support other on other.platform_id = page.platform_id and other.released_at is null`,
      put: `join restriction_support other on other.platform_id = page.platform_id and other.released_at is null and false`,
    },
  ],
};

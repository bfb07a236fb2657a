import type { Releases } from '../../../client/temporal/releases.js';

export const noReleases: Releases = {
  list: async () => [],
  promote: async () => false,
  pinnedTo: async () => [],
  nudge: async () => undefined,
  takeAlong: async () => undefined,
};

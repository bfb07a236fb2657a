import type { EngineReleases } from '../../../client/releases.js';

export const noReleases: EngineReleases = {
  list: async () => [],
  promote: async () => false,
  pinnedTo: async () => [],
  nudge: async () => undefined,
  takeAlong: async () => undefined,
};

import type { Releases } from '../../../client/temporal/releases.js';

/** An engine's side of releases where none was ever told of. */
export const noReleases: Releases = {
  list: async () => [],
  promote: async () => false,
  pinnedTo: async () => [],
  nudge: async () => undefined,
  takeAlong: async () => undefined,
};

import { createChangelog } from '../../../../application/clocks/rulebook/changelog.js';
import type { Services } from '../../../../application/services.js';
import { DEFAULT_LIMIT } from '../../../../contract/paging.js';
import { listChangeLines } from '../../../../rulebook/changelog.js';
import { toPublicContent } from '../../../../rulebook/public-law.js';

export interface PublicChanges {
  items: { id: string; title: string; at: string; lines: string[]; laws: string[] }[];
  nextCursor: string | null;
}

/** Changes of the law, without those of the company and its intake, up to the edition in effect. */
export function createPublicChanges(services: Services) {
  const changelog = createChangelog(services.db, services, services.now, {
    pick: toPublicContent,
    lastEdition: () => services.rulebookEdition,
  });
  return async (cursor?: string): Promise<PublicChanges> => {
    const { items, nextCursor } = await changelog.readPage({ limit: DEFAULT_LIMIT, cursor });
    return {
      nextCursor,
      items: items.map(({ title, ...change }) => ({
        id: change.id,
        title,
        at: change.at,
        lines: listChangeLines(change),
        laws: [...new Set(change.differences.map(({ id }) => id))],
      })),
    };
  };
}

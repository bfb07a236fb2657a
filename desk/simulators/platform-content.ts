import type pg from 'pg';
import { unconfiguredItem } from './platform-target.js';

interface ItemContent {
  id: string;
  exists: boolean;
  text?: string;
  language?: string;
  author?: string | null;
  createdAt?: string;
  images?: number;
}

const WORDS = ['Made-up', 'text', 'of', 'the', 'sample', 'platform', 'about', 'a', 'march', 'in', 'the', 'city'];
const FIRST_MS = Date.UTC(2021, 0, 1);
/** An id that a locator comes to (`targetId`). */
const DERIVED = /^[a-z_]+_[0-9a-f]{24}$/;
const HOUR_MS = 3_600_000;

/** What viewers see of items: as configured, otherwise made up from the id, always the same. */
export async function readContents(
  pool: pg.Pool,
  items: readonly { type: string; id: string }[],
): Promise<ItemContent[]> {
  const { rows } = await pool.query<{ id: string; exists: boolean; content: string | null; language: string | null }>(
    'select id, "exists", content, language from platform_simulator.target where id = any($1)',
    [items.map(({ id }) => id)],
  );
  const named = await findNamed(
    pool,
    items.map(({ id }) => id),
  );
  const configured = new Map(rows.map((row) => [row.id, row]));
  return items.map(({ type, id }) => {
    const row = configured.get(id);
    if (row?.exists === false || (row === undefined && !named.has(id) && !DERIVED.test(id)))
      return { id, exists: false };
    const { owner, followers } = unconfiguredItem(id);
    const seed = followers ?? 0;
    const turned = WORDS.map((_, at) => WORDS[(at + seed) % WORDS.length]).join(' ');
    return {
      id,
      exists: true,
      text: row?.content ?? `${turned} (${type} ${seed}).`,
      language: row?.language ?? 'en',
      author: owner,
      createdAt: new Date(FIRST_MS + seed * HOUR_MS).toISOString(),
      images: seed % 4,
    };
  });
}

/** Items that only the names of others lead to. */
async function findNamed(pool: pg.Pool, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ item: string }>(
    'select distinct item from platform_simulator.target where item = any($1)',
    [ids],
  );
  return new Set(rows.map(({ item }) => item));
}

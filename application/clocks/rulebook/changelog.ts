import { z } from 'zod';
import type { Page, PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { listEditions, readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import type { Db } from '../../../registry/db.js';
import { changeOfEdition, changesOfLaw, formatChange, toFeed, type LawChange } from '../../../rulebook/changelog.js';
import type { LawInBook } from '../../../rulebook/public-law.js';
import { makeRulebook, type Rulebook, type RulebookContent } from '../../../rulebook/rulebook.js';
import { answerKept, readCursor } from '../../paging.js';

async function pageChanges(all: readonly LawChange[], { cursor, ...paging }: PageQuery): Promise<Page<LawChange>> {
  const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
  const rest = after === null ? all : all.filter((change) => isOlder(change, after));
  return answerKept(paging, { all, rest, view: (change) => change, key: ({ at, id }) => [at, id] });
}

const isOlder = ({ at, id }: LawChange, [cursorAt, cursorId]: [string, string]) =>
  at === cursorAt ? id < cursorId : at < cursorAt;

interface Shown {
  /** What of each rulebook is compared; absent: all. */
  pick?: (content: LawInBook) => RulebookContent;
  /** The last edition that is shown; absent: every recorded one. */
  lastEdition?: () => number | null;
}

/** The changelog, newest first, by law and by recorded edition. Each edition is compared only once. */
export function createChangelog(
  db: Db,
  law: { readonly rulebook: Rulebook },
  now: () => Date,
  { pick, lastEdition }: Shown = {},
) {
  const compared = new Map<number, LawChange>();
  const read = async (query: PageQuery) => {
    const today = now().toISOString().slice(0, 10);
    const book = pick === undefined ? law.rulebook : makeRulebook(pick(law.rulebook));
    const all = await listEditions(db);
    const editions = lastEdition === undefined ? all : listUntil(all, lastEdition());
    const changes = [...changesOfLaw(book, today), ...(await changesOfEditions(db, editions, { compared, pick }))];
    return pageChanges(changes.filter(({ differences }) => differences.length > 0).toSorted(newestFirst), query);
  };
  return {
    async readPage(query: PageQuery) {
      const page = await read(query);
      return { ...page, items: page.items.map((change) => ({ ...change, title: formatChange(change) })) };
    },
    async readFeed(query: PageQuery) {
      const { items, nextCursor } = await read(query);
      const nextUrl = nextCursor === null ? undefined : `?format=feed&cursor=${encodeURIComponent(nextCursor)}`;
      return toFeed(items, { nextUrl });
    },
  };
}

export function listUntil<T extends { number: number }>(editions: readonly T[], last: number | null): T[] {
  return editions.slice(0, editions.findIndex(({ number }) => number === last) + 1);
}

async function changesOfEditions(
  db: Db,
  editions: Awaited<ReturnType<typeof listEditions>>,
  {
    compared,
    pick = (content) => content,
  }: {
    compared: Map<number, LawChange>;
    pick?: ((content: RulebookContent) => RulebookContent) | undefined;
  },
): Promise<LawChange[]> {
  for (const [at, { number, in_effect_at: inEffectAt }] of editions.entries()) {
    const before = editions[at - 1];
    if (before === undefined || compared.has(number)) continue;
    const [old, content] = await Promise.all([readEdition(db, before.number), readEdition(db, number)]);
    if (old === undefined || content === undefined) continue;
    compared.set(number, changeOfEdition({ number, at: inEffectAt, content: pick(content) }, pick(old)));
  }
  return editions.flatMap(({ number }) => compared.get(number) ?? []);
}

function newestFirst(one: LawChange, other: LawChange): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

import { z } from 'zod';
import type { Page, PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { listEditions, readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import type { Db } from '../../../registry/db.js';
import { changeOfEdition, changesOfLaw, formatChange, toFeed, type LawChange } from '../../../rulebook/changelog.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { answerKept, readCursor } from '../../paging.js';

async function pageChanges(all: readonly LawChange[], { cursor, ...paging }: PageQuery): Promise<Page<LawChange>> {
  const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
  const rest = after === null ? all : all.filter((change) => isOlder(change, after));
  return answerKept(paging, { all, rest, view: (change) => change, key: ({ at, id }) => [at, id] });
}

const isOlder = ({ at, id }: LawChange, [cursorAt, cursorId]: [string, string]) =>
  at === cursorAt ? id < cursorId : at < cursorAt;

/** The changelog, newest first, by law and by recorded edition. Each edition is compared only once. */
export function createChangelog(db: Db, law: { readonly rulebook: Rulebook }, now: () => Date) {
  const compared = new Map<number, LawChange>();
  const read = async (query: PageQuery) => {
    const today = now().toISOString().slice(0, 10);
    const changes = [...changesOfLaw(law.rulebook, today), ...(await changesOfEditions(db, compared))];
    return pageChanges(changes.filter(({ differences }) => differences.length > 0).toSorted(newestFirst), query);
  };
  return {
    async readPage(query: PageQuery) {
      const page = await read(query);
      return { ...page, items: page.items.map((change) => ({ ...change, title: formatChange(change) })) };
    },
    /** The same page as a JSON Feed 1.1. */
    async readFeed(query: PageQuery) {
      const { items, nextCursor } = await read(query);
      const nextUrl = nextCursor === null ? undefined : `?format=feed&cursor=${encodeURIComponent(nextCursor)}`;
      return toFeed(items, { nextUrl });
    },
  };
}

async function changesOfEditions(db: Db, compared: Map<number, LawChange>): Promise<LawChange[]> {
  const editions = await listEditions(db);
  for (const [at, { number, in_effect_at: inEffectAt }] of editions.entries()) {
    const before = editions[at - 1];
    if (before === undefined || compared.has(number)) continue;
    const [old, content] = await Promise.all([readEdition(db, before.number), readEdition(db, number)]);
    if (old === undefined || content === undefined) continue;
    compared.set(number, changeOfEdition({ number, at: inEffectAt, content }, old));
  }
  return editions.flatMap(({ number }) => compared.get(number) ?? []);
}

function newestFirst(one: LawChange, other: LawChange): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

import { sql, type RawBuilder } from 'kysely';
import { isUuid } from '../../domain/uuid.js';
import { containing } from '../containing.js';
import type { Connection } from '../db.js';

/** So many are told by their ids. Of more, one comes soon in whatever order a list is read. */
const FEW = 1_000;

/** What is asked for: in words, and the forms that has as a target's locator. */
export interface Searched {
  text: string;
  locators: readonly string[];
}
/** What a search found: notices, where they are few. */
export type Found = Searched & { ids: readonly string[] | undefined };

/** Looks in what notices are searched by, whoever may know of them: what is found is shown by a list that asks. */
export async function searchNotices(db: Connection, searched: Searched): Promise<Found> {
  const { rows } = await sql<{ id: string }>`
    select notice_id as id from notice_words where words like lower(${containing(searched.text)})
    union all ${namingAny(searched.locators)}
    limit ${sql.lit(FEW + 1)}`.execute(db);
  const ids = [...rows.map(({ id }) => id), ...(isUuid(searched.text) ? [searched.text] : [])];
  return { ...searched, ids: rows.length > FEW ? undefined : ids };
}

/** Whether a notice is one of those found. */
export function isFound({ text, locators, ids }: Found): RawBuilder<boolean> {
  if (ids !== undefined) return sql<boolean>`notice.id = any (${[...ids]}::uuid[])`;
  return sql<boolean>`(strpos(words_of(notice), lower(${text})) > 0 or notice.id in (${namingAny(locators)}))`;
}

/** Ids of notices that name a target by one of these normalised locators; by the one index there is over all of them. */
function namingAny(locators: readonly string[]): RawBuilder<unknown> {
  return sql`
    select named.notice_id from unnest(${[...locators]}::text[]) as form (locator), lateral (
      select notice_id, no from target_locator where hash = hashtextextended(form.locator, 0) offset 0
    ) named, lateral (
      select normalised from target where target.notice_id = named.notice_id and target.no = named.no offset 0
    ) listed where listed.normalised = form.locator`;
}

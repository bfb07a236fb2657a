import { sql, type RawBuilder } from 'kysely';
import { isUuid } from '../../domain/uuid.js';
import { containing } from '../containing.js';
import type { Connection } from '../db.js';

const FEW = 1_000;

export interface Searched {
  text: string;
  locators: readonly string[];
}
export type Found = Searched & { ids: readonly string[] | undefined };

/** Searches all notices without an access check; the list that shows the matches must apply one. */
export async function searchNotices(db: Connection, searched: Searched): Promise<Found> {
  const { rows } = await sql<{ id: string }>`
    select notice_id as id from notice_words where words like lower(${containing(searched.text)})
    union all ${namingAny(searched.locators)}
    limit ${sql.lit(FEW + 1)}`.execute(db);
  const ids = [...rows.map(({ id }) => id), ...(isUuid(searched.text) ? [searched.text] : [])];
  return { ...searched, ids: rows.length > FEW ? undefined : ids };
}

export function isFound({ text, locators, ids }: Found): RawBuilder<boolean> {
  if (ids !== undefined) return sql<boolean>`notice.id = any (${[...ids]}::uuid[])`;
  return sql<boolean>`(strpos(words_of(notice), lower(${text})) > 0 or notice.id in (${namingAny(locators)}))`;
}

function namingAny(locators: readonly string[]): RawBuilder<unknown> {
  return sql`
    select named.notice_id from unnest(${[...locators]}::text[]) as form (locator), lateral (
      select notice_id, no from target_locator where hash = hashtextextended(form.locator, 0) offset 0
    ) named, lateral (
      select normalised from target where target.notice_id = named.notice_id and target.no = named.no offset 0
    ) listed where listed.normalised = form.locator`;
}

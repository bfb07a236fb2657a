import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { LawDraft } from '../../domain/rulebook/law-draft.js';
import type { Connection } from '../db.js';
import type { LawDraftTable, LawPageTable } from './tables.js';

export type LawPageRow = Selectable<LawPageTable>;

/** Makes pages due that were never read, and read ones a day after their last reading, or now if `isNow`. */
export async function planReadings(
  db: Connection,
  { urls, at, isNow }: { urls: readonly string[]; at: Date; isNow: boolean },
): Promise<void> {
  const next = isNow ? sql`${at}` : sql`coalesce(law_page.due_at, law_page.read_at + interval '1 day', ${at})`;
  await sql`
    insert into law_page (url, due_at) select url, ${at} from unnest(${[...urls]}::text[]) as url
    on conflict (url) do update set due_at = ${next} where law_page.due_at is distinct from ${next}`.execute(db);
}

export async function listDuePages(
  db: Connection,
  { urls, at }: { urls: readonly string[]; at: Date },
): Promise<string[]> {
  const rows = await db
    .selectFrom('law_page')
    .select('url')
    .where('due_at', '<=', at)
    .where('url', 'in', [...urls])
    .orderBy('url')
    .execute();
  return rows.map(({ url }) => url);
}

export async function lockPage(trx: Connection, url: string): Promise<LawPageRow> {
  return trx.selectFrom('law_page').selectAll().where('url', '=', url).forUpdate().executeTakeFirstOrThrow();
}

export async function storeReading(
  trx: Connection,
  { url, missing, ...read }: Pick<LawPageRow, 'url' | 'sha256' | 'text' | 'read_at' | 'due_at' | 'missing'>,
): Promise<void> {
  await trx
    .updateTable('law_page')
    .set({ ...read, missing: JSON.stringify(missing), problem: null, failing_since: null })
    .where('url', '=', url)
    .execute();
}

/** Notes that a page could not be read; what was read before stays. */
export async function storeFailure(
  db: Connection,
  { url, problem, at, dueAt }: { url: string; problem: string | null; at: Date; dueAt: Date | null },
): Promise<void> {
  await db
    .updateTable('law_page')
    .set({ problem, due_at: dueAt, failing_since: sql<Date>`coalesce(failing_since, ${at})` })
    .where('url', '=', url)
    .execute();
}

/** Pages by address, those that fail or are due alone if asked for, without their text. */
function somePages({ urls, state }: { urls: readonly string[]; state: 'due' | 'failing' | undefined }) {
  const some = { due: sql`due_at <= now()`, failing: sql`failing_since is not null` };
  return sql`from law_page where url = any (${[...urls]}::text[]) and ${state === undefined ? sql`true` : some[state]}`;
}

export type LawPageFilter = Parameters<typeof somePages>[0];

export async function listPages(
  db: Connection,
  filter: LawPageFilter & { after: string | null; limit: number },
): Promise<Omit<LawPageRow, 'text' | 'sha256'>[]> {
  const { rows } = await sql<LawPageRow>`
    select url, due_at, read_at, missing, problem, failing_since ${somePages(filter)}
      and (${filter.after}::text is null or url > ${filter.after}) order by url limit ${filter.limit}`.execute(db);
  return rows;
}

export async function countPages(db: Connection, filter: LawPageFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total ${somePages(filter)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Pages that were read once and could not be read since then. */
export async function listLostPages(
  db: Connection,
  { urls, before }: { urls: readonly string[]; before: Date },
): Promise<{ url: string; problem: string | null }[]> {
  return db
    .selectFrom('law_page')
    .select(['url', 'problem'])
    .where('url', 'in', [...urls])
    .where('read_at', 'is not', null)
    .where('failing_since', '<', before)
    .orderBy('url')
    .execute();
}

export type LawDraftRow = Selectable<LawDraftTable> & { settled_by_name: string | null };

const drafts = sql`
  select draft.*, settler.name as settled_by_name from law_draft draft left join person settler on settler.id = draft.settled_by`;

function draftState(state: 'open' | 'settled' | undefined): RawBuilder<unknown> {
  if (state === undefined) return sql`true`;
  return state === 'open' ? sql`draft.settled_at is null` : sql`draft.settled_at is not null`;
}

export async function listDrafts(
  db: Connection,
  { state, before, limit }: { state: 'open' | 'settled' | undefined; before: number | null; limit: number },
): Promise<LawDraftRow[]> {
  const { rows } = await sql<LawDraftRow>`
    ${drafts} where ${draftState(state)} and (${before}::int is null or draft.number < ${before})
    order by draft.number desc limit ${limit}`.execute(db);
  return rows;
}

export async function countDrafts(db: Connection, state: 'open' | 'settled' | undefined): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from law_draft draft where ${draftState(state)}`.execute(db);
  return rows[0]?.total ?? 0;
}

export async function findDraft(db: Connection, number: number): Promise<LawDraftRow | undefined> {
  const { rows } = await sql<LawDraftRow>`${drafts} where draft.number = ${number}`.execute(db);
  return rows[0];
}

export async function findOpenDraft(
  trx: Connection,
  { kind, subject }: { kind: LawDraft['kind']; subject: string },
): Promise<{ number: number; detail: LawDraft } | undefined> {
  return trx
    .selectFrom('law_draft')
    .select(['number', 'detail'])
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('settled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertDraft(
  trx: Connection,
  { subject, detail, at }: { subject: string; detail: LawDraft; at: Date },
): Promise<number> {
  const { number } = await trx
    .insertInto('law_draft')
    .values({ kind: detail.kind, subject, detail: JSON.stringify(detail), opened_at: at })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

export async function updateDraft(trx: Connection, number: number, detail: LawDraft): Promise<void> {
  await trx
    .updateTable('law_draft')
    .set({ detail: JSON.stringify(detail) })
    .where('number', '=', number)
    .execute();
}

export async function listEventDrafts(
  db: Connection,
): Promise<{ number: number; subject: string; settled_at: Date | null }[]> {
  return db
    .selectFrom('law_draft')
    .select(['number', 'subject', 'settled_at'])
    .where('kind', '=', 'event')
    .orderBy('number')
    .execute();
}

/** Settles a draft; `by` null: its day has passed. Undefined if it was settled already. */
export async function closeDraft(
  trx: Connection,
  { number, by, note, at }: { number: number; by: string | null; note: string | null; at: Date },
): Promise<{ number: number } | undefined> {
  return trx
    .updateTable('law_draft')
    .set({ settled_by: by, settled_at: at, note })
    .where('number', '=', number)
    .where('settled_at', 'is', null)
    .returning('number')
    .executeTakeFirst();
}

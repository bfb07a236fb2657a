import { sql, type RawBuilder } from 'kysely';
import { containing } from '../containing.js';
import type { ActionWith, EventAction } from '../../domain/event.js';
import { renameStaff, staffNamedIn } from '../../domain/events/staff-names.js';
import type { Connection } from '../db.js';
import type { EntryRow } from '../audit/entry.js';
import { actions, actorShown, detailText } from './audit-sql.js';
import { canRead } from './secrecy.js';
import type { Reader } from '../reading.js';

export interface AuditRow extends EntryRow {
  seq: number;
  leaf_hash: Buffer;
  erased_at: Date | null;
  shown_name: string;
  names: Record<string, string>;
  number: string | null;
  secrecy_level: string | null;
}

export interface AuditFilters {
  notice?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  /** Text anywhere in an entry: actor, action, notice number or detail. */
  q?: string | undefined;
  /** Actions whose text on screen holds the words of `q`, which the log itself does not hold. */
  called?: readonly string[] | undefined;
}

export interface AuditQuestion {
  after: number;
  before: number | null;
  filters: AuditFilters;
}

/**
 * Lists the whole audit log by tree position, newest first on request. Does no access check; for readers of the full
 * log only.
 */
export async function listAudit(
  db: Connection,
  { newest, limit, ...question }: AuditQuestion & { newest: boolean; limit: number },
): Promise<AuditRow[]> {
  const rows = await withLeaf(selectEntries(db, question))
    .orderBy('audit_leaf.seq', newest ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  return withNames(db, rows);
}

export async function countAudit(db: Connection, question: AuditQuestion): Promise<number> {
  const { total } = await selectEntries(db, question)
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

/**
 * Lists entries of one notice with their tree positions, in order, without entries that name a notice hidden from the
 * reader.
 */
export async function listProvenEntries(
  db: Connection,
  question: { noticeId: string; reader: Reader; after: number; upTo: number; limit: number },
): Promise<AuditRow[]> {
  const { noticeId, reader, after, upTo, limit } = question;
  const rows = await withLeaf(selectEntries(db, { after, before: upTo + 1, filters: {} }))
    .where('audit_entry.notice_id', '=', noticeId)
    .where(sql<boolean>`not ${namesHidden(reader)}`)
    .orderBy('audit_leaf.seq')
    .limit(limit)
    .execute();
  return withNames(db, rows);
}

function withLeaf(entries: ReturnType<typeof selectEntries>) {
  return entries
    .leftJoin('notice', 'notice.id', 'audit_entry.notice_id')
    .select([
      'audit_leaf.seq',
      'audit_leaf.leaf_hash',
      'audit_entry.at',
      'audit_entry.notice_id',
      'notice.number',
      'notice.secrecy_level',
      'audit_entry.actor_kind',
      'audit_entry.actor_id',
      'audit_entry.actor_name',
      'audit_entry.action',
      'audit_entry.detail',
      'audit_entry.command_id',
      'audit_entry.version',
      'audit_entry.erased_at',
    ])
    .select(actorShown('audit_entry').as('shown_name'));
}

function selectEntries(
  db: Connection,
  { after, before, filters: { notice, action, actor, q, called } }: AuditQuestion,
) {
  return db
    .selectFrom('audit_leaf')
    .innerJoin('audit_entry', 'audit_entry.seq', 'audit_leaf.entry')
    .where('audit_leaf.seq', '>', after)
    .$if(before !== null, (entries) => entries.where('audit_leaf.seq', '<', before))
    .$if(notice !== undefined, (entries) =>
      entries.where(
        'audit_entry.notice_id',
        'in',
        sql<string>`(select id from notice as named where named.number = ${notice} or named.id::text = ${notice})`,
      ),
    )
    .$if(action !== undefined, (entries) => entries.where('audit_entry.action', '=', action as EventAction))
    .$if(actor !== undefined, (entries) => entries.where('audit_entry.actor_id', '=', actor ?? ''))
    .$if(q !== undefined, (entries) => entries.where(holds(q ?? '', called ?? [])));
}

function namesHidden(reader: Reader): RawBuilder<boolean> {
  const other = detailText<ActionWith<'notice'>>('notice', 'audit_entry');
  const isId = sql`coalesce(${other} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false)`;
  // Tests for access rather than for its absence: row security removes hidden rows, so the inverse test would reveal
  // them.
  return sql<boolean>`(${isId} and not exists (
    select from notice as other
    where other.id = (case when ${isId} then (${other})::uuid end) and ${canRead(reader, 'other')}))`;
}

function ofNotice(db: Connection, { noticeId, reader }: { noticeId: string; reader: Reader }) {
  return (
    db
      .selectFrom('audit_entry')
      .where('notice_id', '=', noticeId)
      // Reads of a secret notice by cleared people belong to the audit log; on the timeline they would drown everything
      // else.
      .where(
        sql<boolean>`not (action = ${actions('secret_read')} and ${detailText<'secret_read'>('cleared')} is not null)`,
      )
      .where(sql<boolean>`not ${namesHidden(reader)}`)
  );
}

export interface TimelineRow {
  /** Counts the entries visible to the reader, from 1; the log's own numbers would reveal hidden ones. */
  seq: number;
  at: Date;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  action: EventAction;
  detail: Record<string, unknown>;
  command_id: string | null;
  erased: boolean;
}

interface TimelinePage {
  noticeId: string;
  reader: Reader;
  /** Exclusive; null starts at the beginning of the order. */
  afterSeq: number | null;
  newestFirst: boolean;
  limit: number;
}

export async function listTimelineFor(
  db: Connection,
  { afterSeq, newestFirst, limit, ...scope }: TimelinePage,
): Promise<TimelineRow[]> {
  const counted = ofNotice(db, scope)
    .select([
      sql<number>`row_number() over (order by audit_entry.seq)`.as('seq'),
      'at',
      'actor_kind',
      'actor_id',
      'action',
      'detail',
      'command_id',
      sql<boolean>`erased_at is not null`.as('erased'),
    ])
    .select(actorShown('audit_entry').as('actor_name'));
  const page = await db
    .selectFrom(counted.as('counted'))
    .selectAll()
    .$if(afterSeq !== null, (entries) => entries.where('seq', newestFirst ? '<' : '>', afterSeq ?? 0))
    .orderBy('seq', newestFirst ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  const names = await findPersonNames(db, page.flatMap(staffNamedIn));
  const rows = page.map((row) => ({ ...row, detail: renameStaff(row, (id, name) => names.get(id) ?? name) }));
  return scope.reader.roles.includes('auditor') ? rows : rows.map(asIfAlone);
}

/** Makes a restoration of an item that another, possibly secret, notice still holds look like any other. */
function asIfAlone<Row extends Pick<TimelineRow, 'action' | 'detail'>>(row: Row): Row {
  if (row.action !== 'targets_restored') return row;
  const { applied = 0, released = 0, ...detail } = row.detail;
  return { ...row, detail: { ...detail, applied: Number(applied) + Number(released) } };
}

async function findPersonNames(db: Connection, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text, name from person where id::text = any (${[...new Set(people)]}::text[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function withNames(db: Connection, rows: readonly Omit<AuditRow, 'names'>[]): Promise<AuditRow[]> {
  const now = await findPersonNames(db, rows.flatMap(staffNamedIn));
  return rows.map((row) => {
    const names: Record<string, string> = {};
    if (row.actor_kind === 'person') names[row.actor_name] = row.shown_name;
    renameStaff(row, (id, name) => {
      names[name] = now.get(id) ?? name;
      return name;
    });
    return { ...row, names };
  });
}

export async function countTimelineFor(db: Connection, scope: { noticeId: string; reader: Reader }): Promise<number> {
  const { total } = await ofNotice(db, scope).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

export interface EventRow {
  seq: number;
  at: Date;
  action: EventAction;
  notice_id: string;
  number: string;
  regime_id: string;
  authority_country: string;
  version: number | null;
  secrecy_level: string;
}

/** Lists entries of accessible notices between two sequence numbers. Reads of secret notices are not events. */
export async function listEvents(
  db: Connection,
  { reader, after, upTo, limit }: { reader: Reader; after: number; upTo: number; limit: number },
): Promise<EventRow[]> {
  return eventsFor(db, reader)
    .select('audit_entry.seq')
    .where('audit_entry.seq', '>', after)
    .where('audit_entry.seq', '<=', upTo)
    .orderBy('audit_entry.seq')
    .limit(limit)
    .execute();
}

/** The same by tree position; positions have no gaps, and no entry appears later at a lower one. */
export async function listPlacedEvents(
  db: Connection,
  { reader, after, upTo }: { reader: Reader; after: number; upTo: number },
): Promise<EventRow[]> {
  return eventsFor(db, reader)
    .innerJoin('audit_leaf', 'audit_leaf.entry', 'audit_entry.seq')
    .select('audit_leaf.seq')
    .where('audit_leaf.seq', '>', after)
    .where('audit_leaf.seq', '<=', upTo)
    .orderBy('audit_leaf.seq')
    .execute();
}

function eventsFor(db: Connection, reader: Reader) {
  return db
    .selectFrom('audit_entry')
    .innerJoin('notice', 'notice.id', 'audit_entry.notice_id')
    .select([
      'audit_entry.at',
      'audit_entry.action',
      'notice.id as notice_id',
      'notice.number',
      'notice.regime_id',
      'notice.authority_country',
      'audit_entry.version',
      'notice.secrecy_level',
    ])
    .where('audit_entry.action', '<>', 'secret_read')
    .where(canRead(reader))
    .where(sql<boolean>`not ${namesHidden(reader)}`);
}

export async function findEventSeal(db: Connection): Promise<Buffer> {
  const { key } = await db.selectFrom('event_seal').select('key').executeTakeFirstOrThrow();
  return key;
}

/** Returns the time of the last entry with this number or a lower one; null if there is none. */
export async function findEntryTime(db: Connection, seq: number): Promise<Date | null> {
  const row = await db
    .selectFrom('audit_entry')
    .select('at')
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Returns the highest entry number and the running transactions, from which follows which lower numbers can no longer
 * appear.
 */
export async function findLogTop(
  db: Connection,
): Promise<{ top: number; oldestRunning: number; nextTransaction: number }> {
  const xid = (text: string): RawBuilder<number> => sql<number>`${sql.raw(text)}::text::bigint`;
  const { rows } = await sql<{ top: number; oldestRunning: number; nextTransaction: number }>`
    select coalesce((select max(seq) from audit_entry), 0) as top,
      ${xid('pg_snapshot_xmin(now.snapshot)')} as "oldestRunning", ${xid('pg_snapshot_xmax(now.snapshot)')} as "nextTransaction"
    from (select pg_current_snapshot() as snapshot) as now`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL answered no row to a select of one');
  return row;
}

function holds(text: string, called: readonly string[]): RawBuilder<boolean> {
  const numbers = sql.join([sql`true`, ...(text.match(/\d+/g) ?? []).map(contains)], sql` and `);
  return sql<boolean>`(${contains(text)} or (audit_entry.action = any (${[...called]}::text[]) and ${numbers}))`;
}

function contains(text: string): RawBuilder<boolean> {
  const pattern = containing(text);
  return sql<boolean>`(${actorShown('audit_entry')} ilike ${pattern}
    or replace(audit_entry.action, '_', ' ') ilike ${pattern} or audit_entry.action ilike ${pattern}
    or audit_entry.detail::text ilike ${pattern}
    or exists (select from notice as found where found.id = audit_entry.notice_id and found.number ilike ${pattern}))`;
}

import { sql } from 'kysely';
import type { LumenNotice } from '../domain/lumen-notice.js';
import type { PublicationKind } from '../../../domain/events/published.js';
import type { PublicationState } from '../domain/publication.js';
import type { ReasonsDraft } from '../domain/statement.js';
import type { PublicStatement, PublicFigures } from '../domain/public-statement.js';
import type { Connection } from '../../../registry/db.js';
import { isOpenToPublication } from '../../../registry/notices/contested-decisions.js';
import { isNoSecret } from '../../../registry/notices/secrecy.js';

export interface PublicationBodies {
  lumen: LumenNotice;
  public_statement: PublicStatement;
  statement_of_reasons: ReasonsDraft;
}

export interface PublicationRow<Kind extends PublicationKind = PublicationKind> {
  place: number;
  version: number;
  body: PublicationBodies[Kind];
  digest: string;
  drafted_by: string;
  drafted_by_name: string;
  drafted_at: Date;
  state: PublicationState;
  reason: string | null;
  approved_at: Date | null;
  tries: number;
  last_error: string | null;
  receipt: string | null;
  accepted_at: Date | null;
  approvals: { id: string; name: string }[];
}

interface Of<Kind extends PublicationKind> {
  kind: Kind;
  noticeId: string;
}

/** Lists the versions of a publication, latest first, without erased ones. */
export async function listPublications<Kind extends PublicationKind>(
  db: Connection,
  { kind, noticeId }: Of<Kind>,
): Promise<PublicationRow<Kind>[]> {
  const { rows } = await sql<PublicationRow<Kind>>`
    select place, version, body, digest, drafted_by, person.name as drafted_by_name, drafted_at, state, reason, approved_at, tries,
      last_error, receipt, accepted_at,
      coalesce((select jsonb_agg(jsonb_build_object('id', giver.id, 'name', giver.name) order by said_at)
        from publication_approval join person giver on giver.id = person_id where publication = place), '[]') as approvals
    from publication join person on person.id = drafted_by
    where kind = ${kind} and notice_id = ${noticeId}::uuid and body <> '{}' order by version desc`.execute(db);
  return rows;
}

/**
 * Stores a new version, which replaces a draft awaiting approval, and returns its number. The caller must hold the
 * notice lock.
 */
export async function insertPublication<Kind extends PublicationKind>(
  trx: Connection,
  draft: Of<Kind> & { body: PublicationBodies[Kind]; digest: string; by: string; at: Date },
): Promise<number> {
  const { kind, noticeId, body, digest, by, at } = draft;
  await sql`update publication set state = 'replaced'
    where kind = ${kind} and notice_id = ${noticeId}::uuid and state = 'drafted'`.execute(trx);
  const { rows } = await sql<{ version: number }>`
    insert into publication (kind, notice_id, version, body, digest, drafted_by, drafted_at)
    select ${kind}, ${noticeId}::uuid, coalesce(max(version), 0) + 1, ${JSON.stringify(body)}::jsonb, ${digest}, ${by}::uuid, ${at}
    from publication where kind = ${kind} and notice_id = ${noticeId}::uuid returning version`.execute(trx);
  return rows[0]?.version ?? 0;
}

export async function insertApproval(
  trx: Connection,
  { place, by, at }: { place: number; by: string; at: Date },
): Promise<void> {
  await trx.insertInto('publication_approval').values({ publication: place, person_id: by, said_at: at }).execute();
}

/**
 * Marks a version as approved: it is public now, or due to be sent. An unsent earlier version for Lumen is replaced.
 */
export async function markApproved(
  trx: Connection,
  { kind, noticeId, place, at }: Of<PublicationKind> & { place: number; at: Date },
): Promise<void> {
  if (kind === 'lumen')
    await sql`update publication set state = 'replaced' where kind = ${kind} and notice_id = ${noticeId}::uuid
      and place <> ${place} and state in ('approved', 'refused', 'dead')`.execute(trx);
  await trx
    .updateTable('publication')
    .set({ state: 'approved', approved_at: at, next_at: at })
    .where('place', '=', place)
    .execute();
}

export async function markReturned(
  trx: Connection,
  { place, by, reason }: { place: number; by: string; reason: string },
): Promise<void> {
  await trx
    .updateTable('publication')
    .set({ state: 'returned', returned_by: by, reason })
    .where('place', '=', place)
    .execute();
}

export interface DuePublication {
  place: number;
  body: LumenNotice;
  digest: string;
  tries: number;
}

/**
 * Claims one due notice for Lumen whose own notice is not secret and is open to publication. From then on it may have
 * arrived there.
 */
export async function takeDueLumen(db: Connection): Promise<DuePublication | undefined> {
  const { rows } = await sql<DuePublication>`
    update publication set state = 'sending', tries = tries + 1 where place = (
      select place from publication join notice on notice.id = notice_id
      where publication.kind = 'lumen' and state = 'approved' and next_at <= now() and ${isNoSecret()}
        and ${isOpenToPublication()}
      order by next_at, place limit 1)
    returning place, body, digest, tries`.execute(db);
  return rows[0];
}

/**
 * Marks sends interrupted by a crash as `unknown`, since they may have arrived. Only one process sends, so none of them
 * is still in progress.
 */
export async function leaveInterrupted(db: Connection, error: string): Promise<void> {
  await db
    .updateTable('publication')
    .set({ state: 'unknown', last_error: error })
    .where('state', '=', 'sending')
    .execute();
}

export async function markPublicationAccepted(
  db: Connection,
  { place, receipt, at }: { place: number; receipt: string; at: Date },
): Promise<void> {
  await db
    .updateTable('publication')
    .set({ state: 'accepted', receipt, accepted_at: at, last_error: null })
    .where('place', '=', place)
    .execute();
}

/** Records a failed attempt: it is sent again at `nextAt`, or ends in the given state. */
export async function markPublicationFailed(
  db: Connection,
  failure: { place: number; error: string; next: { nextAt: Date } | { state: 'refused' | 'unknown' | 'dead' } },
): Promise<void> {
  const { place, error, next } = failure;
  await db
    .updateTable('publication')
    .set({
      last_error: error,
      ...('nextAt' in next ? { state: 'approved' as const, next_at: next.nextAt } : { state: next.state }),
    })
    .where('place', '=', place)
    .execute();
}

/** Sends a publication again after a person found that it did not arrive, with a fresh day of retries. */
export async function sendOnceMore(trx: Connection, { place, at }: { place: number; at: Date }): Promise<void> {
  await trx
    .updateTable('publication')
    .set({ state: 'approved', tries: 0, next_at: at, last_error: null })
    .where('place', '=', place)
    .execute();
}

/** Counts publications that Lumen has not accepted, of non-secret notices. */
export async function countLumenNotAccepted(db: Connection): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from publication join notice on notice.id = publication.notice_id
    where state in ('refused', 'unknown', 'dead') and ${isNoSecret()}`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function listItemUrls(
  db: Connection,
  { noticeId, limit }: { noticeId: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    select normalised as url from target where notice_id = ${noticeId}::uuid and type not in ('account', 'data_subject')
      and normalised ~ '^https?://' and problem is null order by no limit ${limit}`.execute(db);
  return rows.map(({ url }) => url);
}

type Counted = Pick<PublicFigures, 'withheld' | 'countries' | 'removed' | 'labelled'> & {
  acknowledged_at: Date | null;
};

export async function countForStatement(db: Connection, noticeId: string): Promise<Counted> {
  const { rows } = await sql<Counted>`
    with act as (select distinct on (target_no) target_no, action, countries from operation
      where notice_id = ${noticeId}::uuid and action in ('withhold', 'remove', 'label') and status in ('applied', 'already')
      order by target_no, submission desc)
    select count(*) filter (where action = 'withhold')::integer as withheld,
      count(*) filter (where action = 'remove')::integer as removed, count(*) filter (where action = 'label')::integer as labelled,
      array(select distinct country from act, unnest(countries) country where action = 'withhold' order by country) as countries,
      (select min(sent_at) from letter where notice_id = ${noticeId}::uuid and kind = 'acknowledgement' and state = 'sent')
        as acknowledged_at
    from act`.execute(db);
  return rows[0] ?? { withheld: 0, removed: 0, labelled: 0, countries: [], acknowledged_at: null };
}

export interface PublicVersion {
  notice_id: string;
  version: number;
  body: PublicStatement;
  approved_at: Date;
}

/**
 * A statement is public only while its notice is not secret and counsel allows publication; otherwise it appears never
 * to have existed.
 */
const isPublic = sql`publication.kind = 'public_statement' and state = 'approved' and ${isNoSecret()} and ${isOpenToPublication()}`;

export async function listPublicStatements(db: Connection, limit: number): Promise<PublicVersion[]> {
  const { rows } = await sql<PublicVersion>`
    select * from (select distinct on (notice_id) notice_id, publication.version, publication.body, approved_at
      from publication join notice on notice.id = notice_id where ${isPublic}
      order by notice_id, publication.version desc) latest
    order by approved_at desc, notice_id limit ${limit}`.execute(db);
  return rows;
}

export async function listPublicVersions(db: Connection, noticeId: string): Promise<PublicVersion[]> {
  const { rows } = await sql<PublicVersion>`
    select notice_id, publication.version, publication.body, approved_at from publication join notice on notice.id = notice_id
    where notice_id = ${noticeId}::uuid and ${isPublic} order by publication.version desc`.execute(db);
  return rows;
}

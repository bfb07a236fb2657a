import { sql } from 'kysely';
import type { GroundCode } from '../../domain/target/ground.js';
import { BY_COUNTRY_LANES, type Lane } from '../../domain/target/lane.js';
import { LISTED_LANES, type LetterKind, type LetterState } from '../../domain/letter/letter.js';
import type { Stage } from '../../domain/notice/notice.js';
import { isValidAt } from '../../domain/notice/sender.js';
import type { SubmissionLetter } from '../../domain/submission/submission.js';
import type { OperationStatus } from '../../domain/target/platform-action.js';
import type { TargetStatus, TargetType } from '../../domain/target/target.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';
import type { SealedLetter } from './sealed-letters.js';
import type { AnnexRow } from './tables.js';
import type { Contact } from '../../domain/administration/contacts.js';

export interface LetterContext {
  number: string;
  stage: Stage;
  targets: number;
  undecided: number;
  reference: string;
  receivedAt: Date;
  /** The issuer's zone, from the receipt of the first clock. */
  zone: string;
  authority: string;
  /** The only address a letter may go to; null when the directory has none that is verified and valid now. */
  recipient: string | null;
  /** The language of the notice: letters for which nobody has chosen one answer in it. */
  language: string;
  letter: SubmissionLetter | null;
}

/** What a letter may say of a notice, and to whom it may go: the directory decides, never the notice. */
export async function findLetterContext(
  db: Connection,
  { noticeId, submission, now }: { noticeId: string; submission: number | null; now: Date },
): Promise<LetterContext> {
  const row = await db
    .selectFrom('notice')
    .leftJoin('authority', 'authority.id', 'notice.authority_id')
    .leftJoin('submission', (join) =>
      join.onRef('submission.notice_id', '=', 'notice.id').on('submission.number', '=', submission ?? 0),
    )
    .select([
      'notice.number',
      'notice.stage',
      'notice.targets',
      'notice.undecided',
      'notice.reference',
      'notice.received_at',
      'notice.authority_name',
      'notice.language',
      'authority.contacts',
      'authority.verification',
      'submission.letter',
    ])
    .select(
      sql<
        string | null
      >`(select receipt ->> 'zone' from clock where clock.notice_id = notice.id and receipt ->> 'zone' is not null order by position limit 1)`.as(
        'zone',
      ),
    )
    .where('notice.id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return {
    number: row.number,
    stage: row.stage,
    targets: row.targets,
    undecided: row.undecided,
    reference: row.reference,
    receivedAt: row.received_at,
    zone: row.zone ?? 'UTC',
    authority: row.authority_name,
    recipient: row.verification === 'verified' ? lettersAddress(row.contacts ?? [], now) : null,
    language: row.language,
    letter: row.letter,
  };
}

/** The address that an authority's letters go to now; null: its entry has none that is valid. */
export function lettersAddress(contacts: readonly Contact[], now: Date): string | null {
  const valid = contacts.find(
    (contact) => contact.purpose === 'letters' && contact.email !== undefined && isValidAt(contact, now.getTime()),
  );
  return valid?.email ?? null;
}

export interface LetterRow {
  n: number;
  subject: string;
  text: string;
  annex: AnnexRow[] | null;
  language: string;
  state: LetterState;
  created_at: Date;
  smtp_reply: string | null;
  /** The letter that was sent again with this one. */
  resends: number | null;
}

const WITHOUT_ANNEX = ['n', 'subject', 'text', 'language', 'state', 'created_at', 'smtp_reply', 'resends'] as const;
const LETTER_ROW = [...WITHOUT_ANNEX, 'annex'] as const;

export async function findLetter(
  db: Connection,
  { key }: { key: string },
): Promise<(LetterRow & SealedLetter) | undefined> {
  return db
    .selectFrom('letter')
    .select([...LETTER_ROW, 'notice_id as noticeId', 'kind', 'counts', 'submission', 'seal'])
    .where('key', '=', key)
    .executeTakeFirst();
}

/** When the authority was last told of the effect of a submission; undefined: not yet. */
export async function findReportSent(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number | null },
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('letter')
    .select('sent_at')
    .where('notice_id', '=', noticeId)
    .where('kind', '=', 'report_of_effect')
    .where('submission', '=', submission)
    .where('state', '=', 'sent')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sent_at ?? undefined;
}

export interface NewLetter {
  noticeId: string;
  key: string;
  kind: LetterKind;
  language: string;
  to: string | null;
  subject: string;
  text: string;
  counts: Record<string, number> | null;
  annex: AnnexRow[] | null;
  state: 'queued' | 'failed';
  messageId: string;
  submission: number | null;
  seal: string | null;
}

/** Writes a letter under the next number of its notice, or anew under its own if the key is known and it is not sent. */
export async function upsertLetter(trx: Connection, letter: NewLetter): Promise<LetterRow> {
  // Two letters of a notice may be written at once; the notice's row keeps their numbers apart.
  await trx.selectFrom('notice').select('id').where('id', '=', letter.noticeId).forNoKeyUpdate().execute();
  const content = {
    language: letter.language,
    to_address: letter.to,
    subject: letter.subject,
    text: letter.text,
    counts: letter.counts === null ? null : JSON.stringify(letter.counts),
    annex: letter.annex === null ? null : JSON.stringify(letter.annex),
    state: letter.state,
    message_id: letter.messageId,
    seal: letter.seal,
  };
  // An annex may be ten megabytes: what was just written is not read again.
  const written = await trx
    .insertInto('letter')
    .values({
      ...content,
      notice_id: letter.noticeId,
      n: sql<number>`(select coalesce(max(n), 0) + 1 from letter where notice_id = ${letter.noticeId}::uuid)`,
      key: letter.key,
      kind: letter.kind,
      submission: letter.submission,
      smtp_reply: null,
      sent_at: null,
    })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(content).where('letter.state', '<>', 'sent'))
    .returning(WITHOUT_ANNEX)
    .executeTakeFirst();
  if (written !== undefined) return { ...written, annex: letter.annex };
  return trx.selectFrom('letter').select(LETTER_ROW).where('key', '=', letter.key).executeTakeFirstOrThrow();
}

/**
 * Writes a letter that did not arrive once more, under the next number and for whom the directory names today. The new one
 * takes the key over: the old one stays as it was.
 */
export async function insertResent(
  trx: Connection,
  { noticeId, key, to, messageIdOf }: { noticeId: string; key: string; to: string; messageIdOf: (n: number) => string },
): Promise<LetterRow> {
  await trx.selectFrom('notice').select('id').where('id', '=', noticeId).forNoKeyUpdate().execute();
  const { n } = await trx
    .selectFrom('letter')
    .select(sql<number>`max(n) + 1`.as('n'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  const { n: resends } = await trx
    .updateTable('letter')
    .set({ key: sql<string>`'resent:' || n || ':' || key` })
    .where('key', '=', key)
    .returning('n')
    .executeTakeFirstOrThrow();
  await sql`
    insert into letter (notice_id, n, key, kind, language, to_address, subject, text, counts, annex, state, message_id, submission, resends, seal)
    select notice_id, ${n}, ${key}, kind, language, ${to}, subject, text, counts, annex, 'queued', ${messageIdOf(n)}, submission, n, seal
    from letter where notice_id = ${noticeId}::uuid and n = ${resends}`.execute(trx);
  return trx.selectFrom('letter').select(LETTER_ROW).where('key', '=', key).executeTakeFirstOrThrow();
}

/** A letter that is on its way again goes to whom the directory names today. */
export async function requeueLetter(trx: Connection, { key, to }: { key: string; to: string }): Promise<void> {
  await trx
    .updateTable('letter')
    .set({ state: 'queued', to_address: to })
    .where('key', '=', key)
    .where('state', '<>', 'sent')
    .execute();
}

/** Records how a letter ended. False: that was on record already. */
export async function settleLetter(
  trx: Connection,
  { key, state, reply }: { key: string; state: 'sent' | 'bounced' | 'failed'; reply: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('letter')
    .set({ state, smtp_reply: reply, ...(state === 'sent' ? { sent_at: sql<Date>`now()` } : {}) })
    .where('key', '=', key)
    .where('state', 'not in', [state, 'sent'])
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export interface LetterTarget {
  no: number;
  type: TargetType;
  locator: string;
  grounds: GroundCode[];
  note: string;
}

/** Whose targets a letter lists: a submission's, or those that are drafted now. */
export type LetterLines = { submission: number } | 'drafts';

/** Targets of a notice in one lane, as a letter is about them. */
export interface LaneTargets {
  noticeId: string;
  lines: LetterLines;
  lane: Lane;
}

function ofLane(db: Connection, { noticeId, lines, lane }: LaneTargets) {
  const ofNotice = db.selectFrom('target').where('notice_id', '=', noticeId).where('lane', '=', lane);
  return lines === 'drafts'
    ? ofNotice.where('status', '=', 'drafted')
    : ofNotice.where('submission', '=', lines.submission);
}

/** A page of them by number. */
export async function listLaneTargets(
  db: Connection,
  { afterNo, limit, ...chosen }: LaneTargets & { afterNo: number; limit: number },
): Promise<LetterTarget[]> {
  return ofLane(db, chosen)
    .select(['no', 'type', 'locator', 'grounds', 'decision_note as note'])
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(limit)
    .$castTo<LetterTarget>()
    .execute();
}

/** Every ground that any of them has. */
export async function listLaneGrounds(db: Connection, chosen: LaneTargets): Promise<GroundCode[]> {
  const rows = await ofLane(db, chosen).select(sql<GroundCode>`unnest(grounds)`.as('ground')).distinct().execute();
  return rows.map(({ ground }) => ground);
}

/** Notes of a submission that stand in its letters: those beside the ground `other` of what is refused or asked about. */
export async function listOutwardNotes(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<{ no: number; note: string }[]> {
  const { rows } = await sql<{ no: number; note: string }>`
    select no, decision_note as note from target
    where notice_id = ${noticeId}::uuid and submission = ${submission} and lane in ${wordList(LISTED_LANES)}
      and 'other' = any (grounds) and decision_note <> '' order by no`.execute(db);
  return rows;
}

export async function countLaneTargets(db: Connection, chosen: LaneTargets): Promise<number> {
  const { total } = await ofLane(db, chosen).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

export interface ReportedTarget extends LetterTarget {
  lane: Lane | null;
  status: TargetStatus;
  countries: string[];
  /** When the platform last answered that what stands now was done; null: it was asked for nothing. */
  effectAt: Date | null;
}

/** A page of a notice's targets by number, with what has become of each and when. */
export async function listReported(
  db: Connection,
  { noticeId, afterNo, limit }: { noticeId: string; afterNo: number; limit: number },
): Promise<ReportedTarget[]> {
  const { rows } = await sql<ReportedTarget>`
    with page as (
      select no, type, locator, grounds, decision_note as note, lane, status, countries from target
      where notice_id = ${noticeId}::uuid and no > ${afterNo} order by no limit ${limit})
    select page.*, done.at as "effectAt" from page left join (
      select target_no, max(at) as at from operation
      where notice_id = ${noticeId}::uuid and status in ${wordList(DONE)} and not superseded
        and target_no between (select min(no) from page) and (select max(no) from page)
      group by target_no) done on done.target_no = page.no and page.status in ('applied', 'restored')
    order by page.no`.execute(db);
  return rows;
}

/** Answers after which the platform is as it was asked to be. */
const DONE: readonly OperationStatus[] = ['applied', 'already'];

/** Countries in which targets of a notice in these statuses are withheld, in order, and whether each is in all of them. */
export async function findWithheldCountries(
  db: Connection,
  { noticeId, statuses }: { noticeId: string; statuses: readonly TargetStatus[] },
): Promise<{ countries: string[]; same: boolean }> {
  const { rows } = await sql<{ countries: string[] }>`
    select distinct array(select unnest(countries) order by 1) as countries from target
    where notice_id = ${noticeId}::uuid and lane in ${wordList(BY_COUNTRY_LANES)} and status = any (${[...statuses]}::text[])`.execute(
    db,
  );
  return { countries: [...new Set(rows.flatMap((row) => row.countries))].sort(), same: rows.length <= 1 };
}

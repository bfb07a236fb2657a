import { sql, type Selection } from 'kysely';
import type { GroundCode } from '../../domain/targets/ground.js';
import { BY_COUNTRY_DECISIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import { LISTED_ACTIONS, type LetterKind } from '../../domain/letters/letter.js';
import type { OperationStatus } from '../../domain/targets/platform-action.js';
import type { TargetStatus, TargetType } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import type { Tables } from '../tables.js';
import { wordList } from '../word-list.js';
import type { SealedLetter } from './sealed-letters.js';
import type { AnnexRow } from './tables.js';

export type LetterRow = Selection<Tables, 'letter', (typeof LETTER_ROW)[number]>;

const WITHOUT_ANNEX = [
  'n',
  'subject',
  'text',
  'language',
  'state',
  'created_at',
  'smtp_reply',
  'resends',
  'signature',
] as const;
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

/** Returns when the last report of effect for a submission was sent; undefined if none was. */
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

/**
 * Inserts a letter under the next number of its notice; if the key exists and is not sent, overwrites its content
 * instead.
 */
export async function upsertLetter(trx: Connection, letter: NewLetter): Promise<LetterRow> {
  // Locks the notice row, so that two letters written concurrently get different numbers.
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
    signature: null,
  };
  // An annex can be ten megabytes, so the statement does not return it.
  const written = await trx
    .insertInto('letter')
    .values({
      ...content,
      notice_id: letter.noticeId,
      n: sql<number>`(select coalesce(max(n), 0) + 1 from letter where notice_id = ${letter.noticeId}::uuid)`,
      key: letter.key,
      kind: letter.kind,
      submission: letter.submission,
    })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(content).where('letter.state', '<>', 'sent'))
    .returning(WITHOUT_ANNEX)
    .executeTakeFirst();
  if (written !== undefined) return { ...written, annex: letter.annex };
  return trx.selectFrom('letter').select(LETTER_ROW).where('key', '=', letter.key).executeTakeFirstOrThrow();
}

/**
 * Writes an undelivered letter again under the next number, to the address the directory names now. The new row takes
 * over the key; the old one keeps its content.
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

/** Requeues an unsent letter to the address the directory names now. */
export async function requeueLetter(trx: Connection, { key, to }: { key: string; to: string }): Promise<void> {
  await trx
    .updateTable('letter')
    .set({ state: 'queued', to_address: to })
    .where('key', '=', key)
    .where('state', '<>', 'sent')
    .execute();
}

/** Records how a letter ended; returns false if that was recorded already. */
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

/** The targets a letter lists: those of a submission, or the current drafts. */
export type LetterLines = { submission: number } | 'drafts';

export interface ActionTargets {
  noticeId: string;
  lines: LetterLines;
  action: DecisionAction;
}

function ofAction(db: Connection, { noticeId, lines, action }: ActionTargets) {
  const ofNotice = db.selectFrom('target').where('notice_id', '=', noticeId).where('action', '=', action);
  return lines === 'drafts'
    ? ofNotice.where('status', '=', 'drafted')
    : ofNotice.where('submission', '=', lines.submission);
}

export async function listActionTargets(
  db: Connection,
  { afterNo, limit, ...chosen }: ActionTargets & { afterNo: number; limit: number },
): Promise<LetterTarget[]> {
  return ofAction(db, chosen)
    .select(['no', 'type', 'locator', 'grounds', 'decision_note as note'])
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(limit)
    .$castTo<LetterTarget>()
    .execute();
}

export async function listActionGrounds(db: Connection, chosen: ActionTargets): Promise<GroundCode[]> {
  const rows = await ofAction(db, chosen).select(sql<GroundCode>`unnest(grounds)`.as('ground')).distinct().execute();
  return rows.map(({ ground }) => ground);
}

export async function listDraftGrounds(
  db: Connection,
  { noticeId, actions }: { noticeId: string; actions: readonly DecisionAction[] },
): Promise<GroundCode[]> {
  const found = await Promise.all(
    actions.map((action) => listActionGrounds(db, { noticeId, lines: 'drafts', action })),
  );
  return [...new Set(found.flat())];
}

/**
 * Lists the notes of a submission that appear in its letters: those on targets with ground `other` in the actions that
 * letters list.
 */
export async function listOutwardNotes(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<{ no: number; note: string }[]> {
  const { rows } = await sql<{ no: number; note: string }>`
    select no, decision_note as note from target
    where notice_id = ${noticeId}::uuid and submission = ${submission} and action in ${wordList(LISTED_ACTIONS)}
      and 'other' = any (grounds) and decision_note <> '' order by no`.execute(db);
  return rows;
}

export async function countActionTargets(db: Connection, chosen: ActionTargets): Promise<number> {
  const { total } = await ofAction(db, chosen).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

export interface ReportedTarget extends LetterTarget {
  action: DecisionAction | null;
  status: TargetStatus;
  countries: string[];
  /** When the platform last confirmed the effect that holds now; null if it was never asked for anything. */
  effectAt: Date | null;
}

export async function listReported(
  db: Connection,
  { noticeId, afterNo, limit }: { noticeId: string; afterNo: number; limit: number },
): Promise<ReportedTarget[]> {
  const { rows } = await sql<ReportedTarget>`
    with page as (
      select no, type, locator, grounds, decision_note as note, action, status, countries from target
      where notice_id = ${noticeId}::uuid and no > ${afterNo} order by no limit ${limit})
    select page.*, done.at as "effectAt" from page left join (
      select target_no, max(at) as at from operation
      where notice_id = ${noticeId}::uuid and status in ${wordList(DONE)} and not superseded
        and target_no between (select min(no) from page) and (select max(no) from page)
      group by target_no) done on done.target_no = page.no and page.status in ('applied', 'restored')
    order by page.no`.execute(db);
  return rows;
}

const DONE: readonly OperationStatus[] = ['applied', 'already'];

/**
 * Returns the countries, sorted, in which targets in these statuses are withheld, and whether every target is withheld
 * in all of them.
 */
export async function findWithheldCountries(
  db: Connection,
  { noticeId, statuses }: { noticeId: string; statuses: readonly TargetStatus[] },
): Promise<{ countries: string[]; same: boolean }> {
  const { rows } = await sql<{ countries: string[] }>`
    select distinct array(select unnest(countries) order by 1) as countries from target
    where notice_id = ${noticeId}::uuid and action in ${wordList(BY_COUNTRY_DECISIONS)} and status = any (${[...statuses]}::text[])`.execute(
    db,
  );
  return { countries: [...new Set(rows.flatMap((row) => row.countries))].sort(), same: rows.length <= 1 };
}

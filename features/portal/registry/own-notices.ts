import { sql, type RawBuilder } from 'kysely';
import type { LetterKind } from '../../../domain/letters/letter.js';
import type { KeptSecrecyLevel, NoticeKind, Stage } from '../../../domain/notices/notice.js';
import type { OrderStatus } from '../../../domain/orders/order-status.js';
import type { Connection } from '../../../registry/db.js';

/** A notice as the portal shows it to its authority, without anything about who works on it, or how. */
export interface OwnNotice {
  id: string;
  number: string;
  kind: NoticeKind;
  reference: string;
  subject: string;
  stage: Stage;
  receivedAt: Date;
  closedAt: Date | null;
  targets: number;
  secrecyLevel: KeptSecrecyLevel;
  orderStatus: OrderStatus;
  withdrawn: boolean;
}

/** Verified as the authority's own: a notice that anyone could have sent in its name is not shown to it. */
function isProven(alias: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${alias}.authenticity`)} in ('channel_verified', 'signer_verified')`;
}

/** The condition on everything the portal shows: only verified notices of this authority. */
function isOwn(authority: string): RawBuilder<boolean> {
  return sql<boolean>`(notice.authority_id = ${authority} and ${isProven('notice')} and notice.secrecy_level <> 'canary')`;
}

const ROW = sql`
  select notice.id, notice.number, notice.kind, notice.reference, notice.subject, notice.stage, notice.received_at as "receivedAt",
    notice.closed_at as "closedAt", notice.targets, notice.secrecy_level as "secrecyLevel",
    notice.order_status as "orderStatus",
    exists (
      select from notice_link link join notice later on later.id = link.from_notice
      where link.to_notice = notice.id and link.link_as = 'revokes' and later.authority_id = notice.authority_id
        and ${isProven('later')}
    ) as withdrawn
  from notice`;

export function isNumber(text: string): boolean {
  return /^[A-Z]-\d{4}-[0-9A-Z]{1,20}$/.test(text);
}

export async function listOwnNotices(
  db: Connection,
  { authority, before, limit }: { authority: string; before: string | null; limit: number },
): Promise<OwnNotice[]> {
  const earlier =
    before === null || !isNumber(before)
      ? sql`true`
      : sql`(notice.received_at, notice.id) < (select received_at, id from notice where number = ${before} and ${isOwn(authority)})`;
  const { rows } = await sql<OwnNotice>`
    ${ROW} where ${isOwn(authority)} and ${earlier}
    order by notice.received_at desc, notice.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Returns one notice by number; undefined alike for another authority's and an unknown one. */
export async function findOwnNotice(
  db: Connection,
  { authority, number }: { authority: string; number: string },
): Promise<OwnNotice | undefined> {
  if (!isNumber(number)) return undefined;
  const { rows } = await sql<OwnNotice>`${ROW} where notice.number = ${number} and ${isOwn(authority)}`.execute(db);
  return rows[0];
}

export interface OwnLetter {
  n: number;
  kind: LetterKind;
  subject: string;
  sentAt: Date;
}

/**
 * Lists the letters of a notice that were sent, including bounced ones, since the portal delivers them too. Does not
 * check the authority.
 */
export async function listOwnLetters(db: Connection, noticeId: string): Promise<OwnLetter[]> {
  const { rows } = await sql<OwnLetter>`
    select n, kind, subject, sent_at as "sentAt" from letter
    where notice_id = ${noticeId}::uuid and state in ('sent', 'bounced') and sent_at is not null and kind <> 'user_notice'
    order by n`.execute(db);
  return rows;
}

export async function isLetterRead(db: Connection, { noticeId, n }: { noticeId: string; n: number }): Promise<boolean> {
  const { rows } = await sql`
    select from audit_entry where notice_id = ${noticeId}::uuid and action = 'letter_read' and detail ->> 'n' = ${String(n)}
    limit 1`.execute(db);
  return rows.length > 0;
}

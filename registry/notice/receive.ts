import { randomInt, randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { SCHEMA_VERSION, type NoticeInput } from '../../domain/notice/notice-state.js';
import type { Connection } from '../db.js';
import { clocksInto } from '../clock/new-clocks.js';
import { flaggedOf, insertTargets, PART, targetParts } from '../target/targets.js';
import { entriesInto, toEntryRows, type AuditEntry } from './audit.js';
import { intoSignedActs, type SignedAct } from './commands.js';
import { tryLock, type KeyOf, type StoredAnswer } from './idempotency.js';
import { FRESH, toFreshRow, type ReceivedNotice } from './received-notice.js';
import { passLinksOn } from './secret-links.js';

/** What only the registry can say of a notice when it takes it. */
export interface Said {
  number: string;
  /** Targets that carry a flag or a problem. */
  flagged: number;
}

/** Under which key a notice is taken, once, and what is answered for it. */
export interface TakenOnce {
  whose: KeyOf;
  /** Kept in the same statement; null: whoever calls keeps an answer in the same transaction. */
  answer: AnswerToBe | null;
}

/** An answer that is complete but for what the registry says. */
export type AnswerToBe = Omit<StoredAnswer, 'answer' | 'noticeId'> & { answer: (said: Said) => string };

/** Stand in an answer for what the registry will say; drawn, so that nobody can have sent them. */
const PLACES: Said = { number: randomUUID(), flagged: randomInt(2 ** 46, 2 ** 47) };

export interface KeptNotice extends Said {
  outboxId: number;
  input: NoticeInput;
}

interface Taking {
  /** What the log tells of it. */
  entries?: readonly AuditEntry[];
  /** How it came in, signed by the API. */
  signed?: SignedAct;
  once?: TakenOnce;
}

/**
 * Writes a received notice with its targets, papers, clocks, links, entries of the log and the order to start its
 * workflow. All that most notices have is one statement: give it no transaction and it is one commit. Null where somebody
 * else is at the same key right now. Throws `isAnsweredAlready` where the key has its answer.
 */
export async function insertReceivedNotice(
  db: Connection,
  notice: ReceivedNotice,
  taking: Taking = {},
): Promise<KeptNotice | null> {
  const entries = await toEntryRows(db, taking.entries ?? []);
  const { rows } = await intoRegistry(notice, entries, taking).execute(db);
  const [kept] = rows;
  if (kept === undefined) return null;
  const others = { noticeId: notice.id, firstNo: PART + 1, targets: notice.targets.slice(PART) };
  const { flagged } = await insertTargets(db, others);
  await insertDocuments(db, notice);
  await insertLinks(db, notice);
  const input = toInput(notice);
  return {
    ...kept,
    flagged: kept.flagged + flagged,
    input: isOpen(notice) ? { ...input, label: kept.number } : input,
  };
}

/** What its workflow starts with, but for the number of an open one. */
function toInput(notice: ReceivedNotice): NoticeInput {
  return {
    schemaVersion: SCHEMA_VERSION,
    noticeId: notice.id,
    kind: notice.kind,
    authenticity: notice.authenticity,
    regime: notice.regime,
    clocks: notice.clocks.map(({ clock }) => clock),
    targets: notice.targets.length,
    acknowledge: notice.acknowledge,
  };
}

function isOpen({ secrecy }: ReceivedNotice): boolean {
  return secrecy.level === 'open';
}

/** The one statement, with the first of its targets. */
function intoRegistry(
  notice: ReceivedNotice,
  entries: string,
  { once, signed }: Taking,
): RawBuilder<Said & { outboxId: number }> {
  const targets = notice.targets.slice(0, PART);
  const list =
    targets.length === 0
      ? { parts: sql``, flagged: sql`0` }
      : {
          parts: sql`${targetParts({ noticeId: notice.id, firstNo: 1, targets, provided: KEPT })}, `,
          flagged: flaggedOf(targets),
        };
  const gate =
    once === undefined
      ? { part: sql``, where: sql`` }
      : {
          part: sql`gate as materialized (select ${tryLock(once.whose)} as free), `,
          where: sql`where (select free from gate)`,
        };
  const label = isOpen(notice) ? sql`jsonb_build_object('label', number)` : sql`'{}'`;
  return sql`
    with ${gate.part}received as (
      insert into notice (${FRESH.columns})
      select ${FRESH.values} from jsonb_to_record(${JSON.stringify(toFreshRow(notice))}::jsonb) as sent (${FRESH.types})
      ${gate.where} returning id, number
    ), sealed as (
      insert into notice_key (notice_id, wrapped_by, wrapped)
      select id, ${notice.key.wrappedBy}, ${notice.key.wrapped}::bytea from received
    ), ticking as (
      ${clocksInto(sql`received.id`, { firstPosition: 1, clocks: notice.clocks, from: sql`received,` })}
    ), ${list.parts}told as (
      ${entriesInto(entries, KEPT)}
    )${signed === undefined ? sql`` : sql`, signed as (${intoSignedActs(notice.id, signed, sql`id from received`)})`}, owed as (
      -- The request that wrote it starts the workflow itself; the sweeper comes after.
      insert into outbox (notice_id, kind, payload, next_at)
      select id, 'start', ${JSON.stringify(toInput(notice))}::jsonb || ${label}, now() + interval '6 s'
      from received returning id
    ), said as (
      select received.id, number, ${list.flagged} as flagged from received
    )${once?.answer == null ? sql`` : sql`, answered as (${answerInto(once.whose, once.answer)})`}
    select number, flagged, owed.id as "outboxId" from said, owed`;
}

/** In other parts of the statement: nobody else was at its key. */
const KEPT = sql`exists (select from received)`;

/** Whether `insertReceivedNotice` writes the whole notice by its one statement. */
export function isOneStatement({ targets, documents, relatesTo }: ReceivedNotice): boolean {
  return targets.length <= PART && documents.length === 0 && relatesTo.length === 0;
}

/** Keeps an answer, unsettled, as the registry itself completes it. */
function answerInto(
  { caller, key }: KeyOf,
  { requestSha256, status, location, answer }: AnswerToBe,
): RawBuilder<unknown> {
  return sql`
      insert into idempotency (caller, key, request_sha256, status, answer, location, notice_id, settled)
      select ${caller}, ${key}, ${requestSha256}, ${status}::int,
        replace(replace(${answer(PLACES)}, ${PLACES.number}, number), ${String(PLACES.flagged)}, flagged::text),
        ${location}, id, false
      from said`;
}

/** Keeps one more paper of a notice. False: the same bytes are there already. */
export async function insertDocument(
  trx: Connection,
  { noticeId, document }: { noticeId: string; document: ReceivedNotice['documents'][number] },
): Promise<boolean> {
  const { mediaType, ...rest } = document;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('document')
    .values({ ...rest, media_type: mediaType, notice_id: noticeId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

async function insertDocuments(trx: Connection, { id, documents }: ReceivedNotice): Promise<void> {
  if (documents.length === 0) return;
  await trx
    .insertInto('document')
    .values(documents.map(({ mediaType, ...document }) => ({ ...document, media_type: mediaType, notice_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Links as the new notice names them, and for each an act to pass on to the workflow of the older one. */
async function insertLinks(trx: Connection, { id, relatesTo }: ReceivedNotice): Promise<void> {
  if (relatesTo.length === 0) return;
  await trx
    .insertInto('notice_link')
    .values(relatesTo.map(({ notice, as }) => ({ from_notice: id, to_notice: notice, link_as: as })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await passLinksOn(trx, { from: id });
}

import { randomInt, randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { SCHEMA_VERSION, type NoticeInput } from '../../domain/notices/notice-state.js';
import type { Connection } from '../db.js';
import { clocksInto } from '../clocks/new-clocks.js';
import { countFlagged, insertTargets, PART, targetParts } from '../targets/targets.js';
import { entriesInto, toEntryRows, type AuditEntry } from './audit.js';
import { intoSignedActs, type SignedAct } from './commands.js';
import { tryLock, type KeyOf, type StoredAnswer } from './idempotency.js';
import { FRESH, toFreshRow, type IntakeNotice } from './received-notice.js';
import { passLinksOn } from './secret-links.js';

export interface Said {
  number: string;
  flagged: number;
}

/** The idempotency key of an intake request and the answer stored for it. */
export interface AcceptedOnce {
  owner: KeyOf;
  /** Stored in the same statement; null if the caller stores an answer in the same transaction. */
  answer: AnswerToBe | null;
}

export type AnswerToBe = Omit<StoredAnswer, 'answer' | 'noticeId'> & { answer: (said: Said) => string };

/** Placeholders replaced by SQL with values only the registry knows; random, so that no request can contain them. */
const PLACES: Said = { number: randomUUID(), flagged: randomInt(2 ** 46, 2 ** 47) };

export interface KeptNotice extends Said {
  outboxId: number;
  input: NoticeInput;
}

interface Taking {
  entries?: readonly AuditEntry[];
  signed?: SignedAct;
  once?: AcceptedOnce;
}

/**
 * Stores a received notice with its targets, documents, clocks, links, audit entries and the outbox entry that starts
 * its workflow. Most notices need one statement: without a transaction it is one commit. Returns null if another
 * request holds the key now. Throws an error that satisfies `isAnsweredAlready` if the key has an answer.
 */
export async function insertReceivedNotice(
  db: Connection,
  notice: IntakeNotice,
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

function toInput(notice: IntakeNotice): NoticeInput {
  return {
    schemaVersion: SCHEMA_VERSION,
    noticeId: notice.id,
    kind: notice.kind,
    authenticity: notice.authenticity,
    regime: notice.regime,
    clocks: notice.clocks.map(({ clock }) => clock),
    targets: notice.targets.length,
    acknowledge: notice.acknowledge,
    ...(notice.routed == null ? {} : { priority: notice.routed.priority, queue: notice.routed.queue }),
  };
}

function isOpen({ secrecy }: IntakeNotice): boolean {
  return secrecy.level === 'open';
}

function intoRegistry(
  notice: IntakeNotice,
  entries: string,
  { once, signed }: Taking,
): RawBuilder<Said & { outboxId: number }> {
  const targets = notice.targets.slice(0, PART);
  const list =
    targets.length === 0
      ? { parts: sql``, flagged: sql`0` }
      : {
          parts: sql`${targetParts({ noticeId: notice.id, firstNo: 1, targets, provided: KEPT })}, `,
          flagged: countFlagged(targets),
        };
  const gate =
    once === undefined
      ? { part: sql``, where: sql`` }
      : {
          part: sql`gate as materialized (select ${tryLock(once.owner)} as free), `,
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
    ), ${list.parts}notified as (
      ${entriesInto(entries, KEPT)}
    )${signed === undefined ? sql`` : sql`, signed as (${intoSignedActs(notice.id, signed, sql`id from received`)})`}, owed as (
      -- The request that wrote it starts the workflow itself; the sweeper comes after.
      insert into outbox (notice_id, kind, payload, next_at)
      select id, 'start', ${JSON.stringify(toInput(notice))}::jsonb || ${label}, now() + interval '6 s'
      from received returning id
    ), said as (
      select received.id, number, ${list.flagged} as flagged from received
    )${once?.answer == null ? sql`` : sql`, answered as (${answerInto(once.owner, once.answer)})`}
    select number, flagged, owed.id as "outboxId" from said, owed`;
}

const KEPT = sql`exists (select from received)`;

/** Returns whether `insertReceivedNotice` stores the whole notice in one statement. */
export function isOneStatement({ targets, documents, relatesTo }: IntakeNotice): boolean {
  return targets.length <= PART && documents.length === 0 && relatesTo.length === 0;
}

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

/** Adds a document to a notice; returns false if the same bytes are there already. */
export async function insertDocument(
  trx: Connection,
  { noticeId, document }: { noticeId: string; document: IntakeNotice['documents'][number] },
): Promise<boolean> {
  const { mediaType, ...rest } = document;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('document')
    .values({ ...rest, media_type: mediaType, notice_id: noticeId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

async function insertDocuments(trx: Connection, { id, documents }: IntakeNotice): Promise<void> {
  if (documents.length === 0) return;
  await trx
    .insertInto('document')
    .values(documents.map(({ mediaType, ...document }) => ({ ...document, media_type: mediaType, notice_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function insertLinks(trx: Connection, { id, relatesTo }: IntakeNotice): Promise<void> {
  if (relatesTo.length === 0) return;
  await trx
    .insertInto('notice_link')
    .values(relatesTo.map(({ notice, as }) => ({ from_notice: id, to_notice: notice, link_as: as })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await passLinksOn(trx, { from: id });
}

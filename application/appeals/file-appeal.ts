import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { appealDueMs, isLate } from '../../domain/appeals/appeal.js';
import { SYSTEM, type Actor } from '../../domain/people/actor.js';
import { readTarget } from '../../domain/targets/target.js';
import type { AppealCreate, filedAppeal } from '../../contract/appeals.js';
import { isUuid } from '../../domain/uuid.js';
import {
  findByLocator,
  findByNumber,
  findByReceipt,
  findByToken,
  insertAppeal,
  type AppealedItem,
} from '../../registry/appeals/appeals.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { findNotice } from '../../registry/notices/notices.js';
import { toActor, toReader, type Caller } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { CURES } from '../../domain/commands/cures.js';

interface Filing {
  trx: Connection;
  services: Pick<Services, 'now' | 'newId'>;
}

type Filed = z.infer<typeof filedAppeal>;

/**
 * Accepts an appeal that a platform files for its user. The answer never reveals whether a notice was found behind it,
 * and a notice that the caller cannot read is refused in the words for an unknown one.
 */
export async function fileForUser(
  { caller, ...filing }: Filing & { caller: Caller },
  sent: AppealCreate,
): Promise<Filed> {
  refuseAuthority(caller);
  const noticeId = sent.notice === undefined ? null : await needNotice(filing.trx, caller, sent.notice);
  const item = await findItem(filing.trx, sent, noticeId);
  return take(filing, {
    item: item ?? null,
    named: describeTarget(sent),
    statement: sent.statement,
    contact: sent.contact ?? null,
    documents: sent.documents.map(({ name, mediaType, contentBase64 }) => {
      const bytes = Buffer.from(contentBase64, 'base64');
      return { sha256: createHash('sha256').update(bytes).digest('hex'), name, media_type: mediaType, bytes };
    }),
    channel: 'platform',
    filedBy: caller.person.id,
    messageKey: null,
    actor: toActor(caller),
  });
}

/** Returns whether the link in a user's message works, and the number of the open appeal already filed through it. */
export async function findByLink(
  { db }: Pick<Services, 'db'>,
  token: string,
): Promise<{ open: string | null } | undefined> {
  return findByToken(db, token);
}

export type FiledByLink =
  | { state: 'no_link' }
  | { state: 'invalid' }
  | { state: 'open'; number: string }
  | { state: 'filed'; number: string };

/** Accepts an appeal that a user files by the link in the message they received. Null: not valid as sent. */
export async function fileByLink(
  services: Pick<Services, 'db' | 'now' | 'newId'>,
  { token, statement, contact }: { token: string; statement: string | null; contact: string | null },
): Promise<FiledByLink> {
  return services.db.transaction().execute(async (trx) => {
    const item = await findByToken(trx, token);
    if (item === undefined) return { state: 'no_link' };
    if (item.open !== null) return { state: 'open', number: item.open };
    if (statement === null || contact === null) return { state: 'invalid' };
    const { number } = await take(
      { trx, services },
      {
        item,
        named: `${item.type} ${item.locator}`,
        statement,
        contact: contact === '' ? null : contact,
        documents: [],
        channel: 'page',
        filedBy: null,
        messageKey: item.key,
        actor: SYSTEM,
      },
    );
    return { state: 'filed', number };
  });
}

interface Accepted {
  item: AppealedItem | null;
  named: string;
  statement: string;
  contact: string | null;
  documents: Parameters<typeof insertAppeal>[2];
  channel: 'platform' | 'page';
  filedBy: string | null;
  messageKey: string | null;
  actor: Actor;
}

async function take({ trx, services }: Filing, { item, documents, actor, ...accepted }: Accepted): Promise<Filed> {
  const receivedAt = services.now();
  const id = services.newId();
  const number = buildNumber(id, receivedAt);
  const dueAt = new Date(appealDueMs(receivedAt.getTime()));
  const late = item !== null && isLate({ sinceMs: item.sinceMs, receivedAtMs: receivedAt.getTime() });
  const row = {
    id,
    number,
    notice_id: item?.noticeId ?? null,
    target_no: item?.no ?? null,
    named: accepted.named,
    statement: accepted.statement,
    contact: accepted.contact,
    channel: accepted.channel,
    filed_by: accepted.filedBy,
    message_key: accepted.messageKey,
    received_at: receivedAt,
    due_at: dueAt,
    late,
  };
  await insertAppeal(trx, row, documents);
  const detail = {
    appeal: id,
    number,
    channel: accepted.channel,
    ...(item === null ? {} : { target: item.no, late }),
  };
  await appendAudit(trx, [{ at: receivedAt, noticeId: item?.noticeId ?? null, actor, action: 'appeal_filed', detail }]);
  const open = { state: 'open' as const, outcome: null, reasons: null, decidedAt: null };
  return { id, number, ...open, receivedAt: receivedAt.toISOString(), dueAt: dueAt.toISOString() };
}

/** From the random part of the id, so that numbers do not reveal how many appeals there are. */
function buildNumber(id: string, at: Date): string {
  return `A-${at.getUTCFullYear()}-${id.slice(-10).toUpperCase()}`;
}

function refuseAuthority({ key }: Caller): void {
  if (key !== null && key.speaksFor !== 'all' && key.speaksFor.length > 0)
    throw new Refusal('forbidden', 'This key speaks for an authority. File appeals with a key of the platform.');
}

async function needNotice(trx: Connection, caller: Caller, id: string): Promise<string> {
  const found = isUuid(id) ? await findNotice(trx, { id, reader: toReader(caller) }) : undefined;
  if (found !== undefined && (found.known || found.own)) return found.row.id;
  throw invalid('/notice', CURES.noNotice);
}

async function findItem(
  trx: Connection,
  { target, receipt }: AppealCreate,
  noticeId: string | null,
): Promise<AppealedItem | undefined> {
  if (receipt !== undefined) {
    const found = await findByReceipt(trx, receipt);
    return noticeId === null || found?.noticeId === noticeId ? found : undefined;
  }
  if (typeof target === 'number') return findByNumber(trx, { noticeId: noticeId ?? '', no: target });
  if (target === undefined) return undefined;
  const { normalised } = readTarget({ ...target, note: '' });
  return findByLocator(trx, { type: target.type, normalised, noticeId });
}

function describeTarget({ target, receipt }: AppealCreate): string {
  if (receipt !== undefined) return receipt;
  if (typeof target === 'number') return String(target);
  return target === undefined ? '' : `${target.type} ${target.locator}`;
}

import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import { findNearestAuthority as authorityOfMail } from '../../../domain/mail/sort-mail.js';
import { isOneOf } from '../../../domain/is-one-of.js';
import type { SentTarget } from '../../../domain/targets/target.js';
import type { NoticeCreate } from '../../../contract/notice-create.js';
import { ask } from '../../../registry/ask.js';
import type { Connection } from '../../../registry/db.js';
import type { MailDocument } from '../../../registry/mail/store-mail.js';
import { settleHeld } from '../../../registry/mail/held.js';
import {
  listMailingAuthorities,
  listMailDocuments,
  makeDocuments,
  type SortedRow,
} from '../../../registry/mail/sort-inbound.js';
import type { KeptNotice } from '../../../registry/notices/receive.js';
import { entryNamedBy, readNotice, type ReadNotice } from '../read-notice.js';
import { storeKeyless } from '../store-notice.js';
import { type Caller, toActor, toReader } from '../../caller.js';
import { findFormat, recogniseList } from '../../../sandbox/lists/format.js';
import { isProblem, ListRefused, MAX_LIST_ROWS } from '../../../sandbox/lists/item.js';
import { openList } from '../../../sandbox/lists/read-list.js';
import type { Services, SharedServices } from '../../services.js';
import type { NoticeInput } from '../../../domain/notices/notice-state.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { isKnownTo } from '../../../registry/notices/secrecy.js';
import type { Acting } from '../../acting.js';
import { toReceiptView } from '../notice/notice-summary.js';
import { loadNoticeView, type NoticeViewing } from '../notice/notice-view.js';
import { needTakeable } from './show-mail.js';

/** The desk as caller: no person, and no account that could sign in. */
export const DESK: Caller = { person: { id: SYSTEM.id, name: SYSTEM.name }, roles: [], key: null, session: null };

export interface ReadMailNotice {
  read: ReadNotice;
  caller: Caller;
}

/**
 * Reads a mail as a notice. Lists among its attachments become its targets if none are given; a mail signed by an
 * authority's domain counts as that authority's own channel.
 */
export async function readMailNotice(
  services: SharedServices,
  { caller, mail, body }: { caller: Caller; mail: SortedRow; body: NoticeCreate },
): Promise<ReadMailNotice> {
  const { db } = services;
  const entry = await ask(db, entryNamedBy(body, caller));
  const given = [...body.targets];
  const targets = given.length > 0 ? given : await targetsIn(await listMailDocuments(db, mail.id));
  const authorities = await listMailingAuthorities(db);
  const boundTo = mail.proven?.aligned === true ? authorityOfMail(mail.from_address, authorities) : null;
  const targetsFollow = body.targetsFollow || (caller === DESK && targets.length === 0);
  const sent = {
    ...body,
    receivedAt: body.receivedAt ?? mail.received_at.toISOString(),
    channel: 'mail',
    targets,
    targetsFollow,
    documents: [],
  };
  return { read: await readNotice(services, caller, sent, { entry, boundTo }), caller };
}

export async function storeMailNotice(
  trx: Connection,
  {
    signer,
    read: { read, caller },
    mail,
    at,
  }: Pick<Services, 'signer'> & { read: ReadMailNotice; mail: SortedRow; at: Date },
): Promise<KeptNotice> {
  const actor: Actor = caller === DESK ? SYSTEM : toActor(caller);
  const notice = caller === DESK ? { ...read.notice, createdBy: null } : read.notice;
  const kept = await storeKeyless(trx, { signer, actor, read: { ...read, notice }, at });
  const by = actor.kind === 'person' ? actor.id : null;
  await makeDocuments(trx, { id: mail.id, by, at, state: 'accepted', noticeId: notice.id, reply: null });
  await settleHeld(trx, mail.id);
  return kept;
}

/** Formats that hold nothing but a list; a person has to read what a PDF or plain text may list. */
const LISTS = ['csv', 'ndjson', 'xlsx'] as const;

/** An attachment that cannot be read as a list stays a document. */
async function targetsIn(documents: readonly MailDocument[]): Promise<SentTarget[]> {
  const targets: SentTarget[] = [];
  for (const { name, mediaType, bytes } of documents) {
    const said = findFormat({ mediaType, name });
    if (said === undefined || said === null || !isOneOf(LISTS, said)) continue;
    const rows = await readRows(bytes, said);
    if (targets.length + rows.length <= MAX_LIST_ROWS) targets.push(...rows);
  }
  return targets;
}

async function readRows(bytes: Buffer, said: (typeof LISTS)[number]): Promise<SentTarget[]> {
  try {
    const items = await openList(bytes, { format: await recogniseList(bytes, said) });
    return [...items].flatMap((item) =>
      isProblem(item) ? [] : [{ type: item.type, locator: item.locator, note: item.note }],
    );
  } catch (error) {
    if (error instanceof ListRefused) return [];
    throw error;
  }
}

/** Makes a notice from a held mail, whose attachments become its documents. `started`: its workflow has yet to start. */
export async function acceptInbound(
  { trx, services, caller }: Acting & { services: NoticeViewing },
  { id, confirmed, body }: { id: string; confirmed: boolean; body: Omit<NoticeCreate, 'documents'> },
): Promise<{ answer: { id: string }; started: NoticeInput }> {
  const mail = await needTakeable(trx, { id, confirmed });
  const read = await readMailNotice(services, { caller, mail, body: { ...body, documents: [] } });
  const kept = await storeMailNotice(trx, { signer: services.signer, read, mail, at: services.now() });
  const { notice, merged, raised } = read.read;
  const row = await getNotice(trx, notice.id);
  const isKnown = await isKnownTo(trx, { noticeId: notice.id, reader: toReader(caller) });
  const view = isKnown ? await loadNoticeView({ ...services, db: trx }, { row, caller }) : toReceiptView(row);
  const answer = {
    ...view,
    targetsAccepted: notice.targets.length,
    targetsMerged: merged,
    targetsFlagged: kept.flagged,
    ...(raised === null ? {} : { raised }),
  };
  return { answer, started: kept.input };
}

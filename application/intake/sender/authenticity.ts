import { listFieldDifferences } from '../../../domain/changes/differences.js';
import { type Trigger, listTriggers } from '../../../domain/notices/sender-doubts.js';
import { openPoints } from '../../../domain/notices/sender-points.js';
import { TRIGGER_WORDS } from '../../../domain/notices/trigger-words.js';
import { askTogether, type Answers } from '../../../registry/ask.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import {
  listSenderChecks,
  type SenderCheckRow,
  countSenderChecks,
  forgeable,
  sentBefore,
} from '../../../registry/notices/sender-checks.js';
import {
  listDirectoryChanges,
  listNoticeMails,
  listShownRisks,
  type DirectoryChange,
  type MailOfNotice,
} from '../../../registry/notices/sender-dossier.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import type { Services } from '../../services.js';
import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { answerPage, readCursor } from '../../paging.js';
import type { SenderDoubt } from '../../../domain/notices/sender-doubt.js';
import type { Connection } from '../../../registry/db.js';
import { querySenderRecord } from '../../../registry/notices/sender-record.js';
import {
  queryAuthority,
  findAuthority,
  findAuthorityNamed,
  type Authority,
} from '../../../registry/people/authorities.js';
import type { Reader } from '../../../registry/reading.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';

/** How long before receipt changes of the directory entry are included. */
const AROUND_MS = 90 * 86_400_000;
const MAX_CHECKS = 10_000;

/** Returns everything on record for or against a notice being genuine. */
export async function readAuthenticity(
  services: Pick<Services, 'db' | 'rulebook' | 'now'>,
  caller: Caller,
  id: string,
) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  return loadAuthenticity(services, { row, caller });
}

/** Loads everything on record for or against a notice being genuine, limited to what its reader can read. */
export async function loadAuthenticity(
  services: Pick<Services, 'db' | 'rulebook' | 'now'>,
  { row, caller }: { row: NoticeRow; caller: Caller },
) {
  const { db, rulebook, now } = services;
  const answers = await askTogether(db, selectSenderFacts(row, toReader(caller)));
  const since = new Date(row.received_at.getTime() - AROUND_MS);
  const changes =
    row.authority_id === null ? [] : await listDirectoryChanges(db, { authority: row.authority_id, since });
  const mails = await listNoticeMails(db, row.id);
  const checks = await listSenderChecks(db, { noticeId: row.id, after: null, limit: MAX_CHECKS });
  const shown = await listShownRisks(db, row.id);
  const entry = answers.entry ?? null;
  const later = changes.find(({ at }) => at > row.received_at);
  return {
    notice: { id: row.id, number: row.number },
    madeAt: now().toISOString(),
    authenticity: row.authenticity,
    came: toCame(row),
    mails: mails.map(toMail),
    directory: {
      named: {
        id: row.authority_id,
        name: row.authority_name,
        country: row.authority_country,
        email: row.authority_email,
      },
      atReceipt: later === undefined ? entry : later.before,
      now: entry,
      changes: changes.map(toChange),
    },
    triggers: toTriggers(row, { answers, rulebook }).map(toTriggerView),
    checks: checks.map(toCheck),
    verifiedBy: [...new Set(row.verified_by.map(({ id }) => id))],
    shown: shown.map(({ number: submission, risks }) => ({ submission, risks })),
  };
}

function toCame(row: NoticeRow) {
  return {
    channel: row.channel,
    receivedAt: row.received_at.toISOString(),
    servedAt: row.served_at?.toISOString() ?? null,
    issuedAt: row.issued_at?.toISOString() ?? null,
    reference: row.reference,
    enteredBy: row.created_by,
  };
}

function toMail({ received_at: at, from_address: from, message_id: messageId, facts, ...mail }: MailOfNotice) {
  const { decided_by_name: decidedByName, id, way, sha256, authentication, reply } = mail;
  const { replyTo = [], problems = [] } = facts ?? {};
  const sent = { id, receivedAt: at.toISOString(), way, from, replyTo, messageId, sha256 };
  return { ...sent, authentication, problems, reply, decidedByName };
}

function toChange({ at, by, by_name: byName, before, after }: DirectoryChange) {
  return { at: at.toISOString(), by, byName, fields: listFieldDifferences({ before, after }) };
}

function toTriggerView({ code, basis }: Trigger) {
  return { code, words: TRIGGER_WORDS[code], basis };
}

function toCheck(check: SenderCheckRow) {
  const open = openPoints(check.method, check.points);
  return { ...toSenderCheckView(check), open };
}

export async function listNoticeSenderChecks(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const key = readCursor(query.cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
  const after = key === null ? null : { at: new Date(key[0]), id: key[1] };
  return answerPage(query, {
    rows: (limit) => listSenderChecks(services.db, { noticeId: row.id, after, limit }),
    total: () => countSenderChecks(services.db, row.id),
    view: toSenderCheckView,
    key: ({ at, id: check }) => [at.getTime(), check],
  });
}

export function toSenderCheckView({ by_name: byName, at, ...check }: SenderCheckRow) {
  return { ...check, byName, at: at.toISOString() };
}

/**
 * Returns the doubts about a notice's sender for approvers; of other notices it reveals only what every role can read.
 */
export async function findSenderDoubts(
  db: Connection,
  { row, rulebook }: { row: NoticeRow; rulebook: Rulebook },
): Promise<SenderDoubt[]> {
  const answers = await askTogether(db, selectSenderFacts(row, null));
  return toTriggers(row, { answers, rulebook }).map(({ code }) => code);
}

/**
 * Returns the queries about a sender and document, limited to what a reader can read; `reader` null: what every role
 * can read.
 */
export function selectSenderFacts(row: NoticeRow, reader: Reader | null) {
  return {
    seenBefore: sentBefore(row),
    directory: forgeable(row),
    entry: queryAuthority(row.authority_id),
    record: querySenderRecord(row, reader),
  };
}

/** Returns the doubts that follow from the answers, each with its basis. */
export function toTriggers(
  row: NoticeRow,
  { answers, rulebook }: { answers: Answers<ReturnType<typeof selectSenderFacts>>; rulebook: Rulebook },
): Trigger[] {
  const { seenBefore, directory, entry, record } = answers;
  const { confirmed, ...kept } = record;
  const { authority_id: id, authority_name: name, authority_country: country, authority_email: email } = row;
  return listTriggers({
    ...kept,
    authenticity: row.authenticity,
    kind: row.kind,
    jurisdiction: row.jurisdiction,
    reference: row.reference,
    subject: row.subject,
    triaged: row.stage !== 'triage',
    receivedAtMs: row.received_at.getTime(),
    issuedAtMs: row.issued_at?.getTime() ?? null,
    authority: { id, name, country, email },
    entry: entry ?? null,
    law: findNoticeLaw(rulebook, row) ?? null,
    openPoints: confirmed === null ? [] : openPoints(confirmed.method, confirmed.points),
    seenBefore,
    directory,
  });
}

/**
 * Returns the directory entry of the alleged sender: the notice's own, or one entered under exactly that name since.
 */
export async function findListed(
  db: Connection,
  { authority_id: id, authority_name: name, authority_country: country }: NoticeRow,
): Promise<Authority | undefined> {
  return id === null ? findAuthorityNamed(db, { name, country }) : findAuthority(db, id);
}

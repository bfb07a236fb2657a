import { listFieldDifferences } from '../../../domain/changes/differences.js';
import type { Trigger } from '../../../domain/notices/sender-doubts.js';
import { openPoints } from '../../../domain/notices/sender-points.js';
import { TRIGGER_WORDS } from '../../../domain/notices/trigger-words.js';
import { askTogether } from '../../../registry/ask.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { listSenderChecks, type SenderCheckRow, countSenderChecks } from '../../../registry/notices/sender-checks.js';
import {
  listDirectoryChanges,
  listNoticeMails,
  listShownRisks,
  type DirectoryChange,
  type MailOfNotice,
} from '../../../registry/notices/sender-dossier.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { selectSenderFacts, toTriggers } from './find-doubts.js';
import type { Services } from '../../services.js';
import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { answerPage, readCursor } from '../../paging.js';

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

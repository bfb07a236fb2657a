import { openPoints } from '../../../domain/notices/sender-points.js';
import type { SenderDoubt } from '../../../domain/notices/sender-doubt.js';
import { listTriggers, type Trigger } from '../../../domain/notices/sender-doubts.js';
import { askTogether, type Answers } from '../../../registry/ask.js';
import type { Connection } from '../../../registry/db.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { forgeable, sentBefore } from '../../../registry/notices/sender-checks.js';
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

import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import {
  countPresence,
  endPresence,
  listOthersOn,
  listPresence,
  notePresence,
  type PresenceRow,
} from '../../../registry/notices/presence.js';
import { findUnrecorded, needFacts, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import { recordSecretReads, toSeen } from '../../secret-reads.js';
import type { Services } from '../../services.js';

type Doing = Pick<Parameters<typeof notePresence>[1], 'doing' | 'at'>;

/**
 * Notes the caller as present and returns who else is. Repeated every few seconds and forgotten after 45 s; the read of a
 * secret notice is recorded on arrival only.
 */
export async function enterNotice(services: Reading, caller: Caller, { id, ...doing }: Doing & { id: string }) {
  const { db, now } = services;
  const { row, access } = await findUnrecorded(services, caller, id);
  needFacts(access);
  const here = { noticeId: row.id, personId: caller.person.id, now: now() };
  const { comes } = await notePresence(db, { ...here, ...doing });
  if (comes) await recordSecretReads(services, caller, { seen: [toSeen(row)] });
  return (await listOthersOn(db, here)).map(toPresenceView);
}

export async function leaveNotice(services: Pick<Services, 'db'>, caller: Caller, id: string): Promise<void> {
  const { row } = await findUnrecorded(services, caller, id);
  await endPresence(services.db, { noticeId: row.id, personId: caller.person.id });
}

/**
 * Lists who is on which notice. Polled every few seconds, so recording an auditor's reads here would flood the log:
 * secret notices that the caller can read only as an auditor are left out.
 */
export async function pagePresence(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, ...paging }: PageQuery,
) {
  const { id, roles } = toReader(caller);
  const question = { reader: { id, roles: roles.filter((role) => role !== 'auditor') }, now: now() };
  const key = readCursor(cursor, z.tuple([cursorKeys.uuid, cursorKeys.uuid]));
  const after = key === null ? null : { noticeId: key[0], personId: key[1] };
  return answerPage(paging, {
    rows: (limit) => listPresence(db, { ...question, after, limit }),
    total: () => countPresence(db, question),
    view: toPresenceView,
    key: ({ notice_id: notice, person_id: person }) => [notice, person],
  });
}

function toPresenceView(row: PresenceRow) {
  return {
    notice: row.notice_id,
    person: row.person_id,
    name: row.name,
    doing: row.doing,
    at: row.target_no,
    since: row.since.toISOString(),
  };
}

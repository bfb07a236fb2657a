import { endPresence, listOthersOn, notePresence, type PresenceRow } from '../../../registry/notices/presence.js';
import { findUnrecorded, needFacts, type Reading } from '../../access.js';
import type { Caller } from '../../caller.js';
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

export function toPresenceView(row: PresenceRow) {
  return {
    notice: row.notice_id,
    person: row.person_id,
    name: row.name,
    doing: row.doing,
    at: row.target_no,
    since: row.since.toISOString(),
  };
}

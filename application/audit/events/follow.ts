import { findEntryTime, findLogTop, listEvents, type EventRow } from '../../../registry/notices/audit-views.js';
import { listAlertChanges } from '../../../registry/ops/alert-views.js';
import { getEventFacts } from '../../../domain/event.js';
import { can } from '../../../domain/people/permission.js';
import { readAsService } from '../../../registry/reading.js';
import type { EventIds } from './event-ids.js';
import { toReader, type Caller } from '../../caller.js';
import { recordSecretReads, type SeenNotice } from '../../secret-reads.js';
import type { Services } from '../../services.js';

export interface DeskEvent {
  /** Opaque and ordered; absent for a change of an alert. */
  id?: string;
  event: 'notice' | 'clock' | 'alert';
  data: Record<string, unknown>;
}

const PAGE = 200;
/** Alerts have no sequence: changes within this span are read again each time and sent once. */
const ALERT_OVERLAP_MS = 30_000;

function toEvent(ids: EventIds, { seq, at, action, notice_id: notice, number, version }: EventRow): DeskEvent {
  return {
    id: ids.of({ seq, at }),
    event: getEventFacts(action).live,
    data: { at: at.toISOString(), notice, number, action, version },
  };
}

export interface Follower {
  advance(settled: number): Promise<void>;
}

export async function createFollower(
  context: Pick<Services, 'db' | 'now'>,
  stream: { caller: Caller; lastEventId: number | null; ids: EventIds; send: (event: DeskEvent) => Promise<void> },
): Promise<Follower> {
  const { caller, lastEventId, ids, send } = stream;
  const { db, now } = context;
  const reader = toReader(caller);
  let after = lastEventId ?? (await readAsService('log_top', () => findLogTop(db))).top;
  const replayFrom = lastEventId === null ? null : await readAsService('log_top', () => findEntryTime(db, lastEventId));
  let alertFrom = replayFrom ?? now();
  const sentStates = new Map<string, boolean>();
  const seenIds = new Set<string>();

  const recordReads = async (rows: { notice_id: string | null; secrecy_level: string | null }[]) => {
    const fresh: SeenNotice[] = [];
    for (const { notice_id: id, secrecy_level: level } of rows) {
      if (id === null || level === null || seenIds.has(id)) continue;
      seenIds.add(id);
      fresh.push({ id, level });
    }
    await recordSecretReads(context, caller, { seen: fresh, list: 'events' });
  };

  const sendEntries = async (settled: number) => {
    for (let more = after < settled; more; ) {
      const rows = await listEvents(db, { reader, after, upTo: settled, limit: PAGE });
      await recordReads(rows);
      for (const row of rows) {
        await send(toEvent(ids, row));
        after = row.seq;
      }
      more = rows.length === PAGE;
    }
    after = Math.max(after, settled);
  };

  const sendAlerts = async () => {
    const until = now();
    const changes = await listAlertChanges(db, { reader, from: alertFrom, limit: PAGE });
    await recordReads(changes);
    for (const { id, kind, notice_id: notice, number, open } of changes) {
      if (sentStates.get(id) === open) continue;
      sentStates.set(id, open);
      await send({ event: 'alert', data: { id, kind, notice, number, open } });
    }
    alertFrom = new Date(Math.max(alertFrom.getTime(), until.getTime() - ALERT_OVERLAP_MS));
  };

  return {
    async advance(settled) {
      await sendEntries(settled);
      if (can(caller.roles, 'alert.read')) await sendAlerts();
    },
  };
}

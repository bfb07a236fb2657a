import type { Event } from '../../domain/event.js';
import type { Actor } from '../../domain/people/actor.js';
import type { Connection } from '../db.js';

export type AuditEntry = Event & {
  at: Date;
  noticeId: string | null;
  actor: Actor;
  commandId?: string | null;
  /** Set for what the workflow decided: a second writing of the same version changes nothing. */
  version?: number;
  ordinal?: number;
};

/** Appends to the audit log. Call it inside the transaction that makes the change it tells of. */
export async function appendAudit(trx: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await trx
    .insertInto('audit_entry')
    .values(
      entries.map(({ at, noticeId, actor, action, detail, commandId, version, ordinal }) => ({
        at,
        notice_id: noticeId,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        action,
        detail: JSON.stringify(detail),
        command_id: commandId ?? null,
        version: version ?? null,
        ordinal: ordinal ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['notice_id', 'version', 'ordinal']).where('version', 'is not', null).doNothing(),
    )
    .execute();
}

/** The number of the last entry; 0 where there is none. Later entries have greater numbers, some of which stay unused. */
export async function lastAuditSeq(db: Connection): Promise<number> {
  const row = await db
    .selectFrom('audit_entry')
    .select((build) => build.fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  return row.last ?? 0;
}

import type { Event } from '../../domain/event.js';
import { renameStaff } from '../../domain/event/staff-names.js';
import type { Actor } from '../../domain/people/actor.js';
import { leafOfEntry, toProvenEntry } from '../audit/entry.js';
import { namesInLog, type NameInLog } from '../audit/pseudonyms.js';
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

/** An entry as it is written, with the hash of its leaf in the tree. */
export function toAuditRow(
  { at, noticeId, actor, action, detail, commandId, version, ordinal }: AuditEntry,
  nameOf: NameInLog,
) {
  // As it will be read: what JSON leaves out is no part of the leaf either.
  const text = JSON.stringify(renameStaff({ action, detail: { ...detail } }, (id, name) => nameOf(id) ?? name));
  const row = {
    at,
    notice_id: noticeId,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: (actor.kind === 'person' ? nameOf(actor.id) : undefined) ?? actor.name,
    action,
    command_id: commandId ?? null,
    version: version ?? null,
  };
  const leaf = leafOfEntry(toProvenEntry({ ...row, detail: JSON.parse(text) }));
  return { ...row, detail: text, ordinal: ordinal ?? null, leaf_hash: leaf };
}

/** What of an entry names people. */
export function whomItTells({ actor, action, detail }: Pick<AuditEntry, 'actor' | 'action' | 'detail'>) {
  return { actor, action, detail: { ...detail } };
}

/** Appends to the audit log. Call it inside the transaction that makes the change it tells of. */
export async function appendAudit(trx: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const nameOf = await namesInLog(trx, entries.map(whomItTells));
  await trx
    .insertInto('audit_entry')
    .values(entries.map((entry) => toAuditRow(entry, nameOf)))
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

import { sql, type RawBuilder } from 'kysely';
import type { Event } from '../../domain/event.js';
import { renameStaff } from '../../domain/event/staff-names.js';
import type { Actor } from '../../domain/people/actor.js';
import { leafOfEntry, toProvenEntry } from '../audit/entry.js';
import { namesInLog, type NameInLog } from '../audit/pseudonyms.js';
import type { Connection } from '../db.js';
import { jsonRecord } from '../json-record.js';

export type AuditEntry = Event & {
  at: Date;
  noticeId: string | null;
  actor: Actor;
  commandId?: string | null;
  /** Set for what the workflow decided: a second writing of the same version changes nothing. */
  version?: number;
  ordinal?: number;
};

/** An entry as it is written, with the hash of its leaf in the tree (hex). */
function toAuditRow(
  { at, noticeId, actor, action, detail, commandId, version, ordinal }: AuditEntry,
  nameOf: NameInLog,
) {
  const renamed = renameStaff({ action, detail: { ...detail } }, (id, name) => nameOf(id) ?? name);
  const row = {
    at,
    notice_id: noticeId,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: (actor.kind === 'person' ? nameOf(actor.id) : undefined) ?? actor.name,
    action,
    command_id: commandId ?? null,
    version: version ?? null,
    // As it will be read: what JSON leaves out is no part of the leaf either.
    detail: JSON.parse(JSON.stringify(renamed)),
  };
  const leaf = leafOfEntry(toProvenEntry(row)).toString('hex');
  return { ...row, ordinal: ordinal ?? null, leaf_hash: leaf };
}

/** What of an entry names people. */
function whomItTells({ actor, action, detail }: Pick<AuditEntry, 'actor' | 'action' | 'detail'>) {
  return { actor, action, detail: { ...detail } };
}

/** Appends to the audit log. Call it inside the transaction that makes the change it tells of. */
export async function appendAudit(trx: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await entriesInto(await toEntryRows(trx, entries)).execute(trx);
}

/** Entries as one JSON document, for statements that write them. */
export async function toEntryRows(db: Connection, entries: readonly AuditEntry[]): Promise<string> {
  const nameOf = await namesInLog(db, entries.map(whomItTells));
  return JSON.stringify(entries.map((entry) => toAuditRow(entry, nameOf)));
}

/** How such a document is read. */
export const ENTRY = jsonRecord<ReturnType<typeof toAuditRow>>(
  {
    at: 'timestamptz',
    notice_id: 'uuid',
    actor_kind: 'text',
    actor_id: 'text',
    actor_name: 'text',
    action: 'text',
    detail: 'jsonb',
    command_id: 'uuid',
    version: 'int',
    ordinal: 'int',
    leaf_hash: 'text',
  },
  { leaf_hash: `decode(sent.leaf_hash, 'hex')` },
);

/** The statement that appends, provided something else of it was done. */
export function entriesInto(entries: string, provided: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`
      insert into audit_entry (${ENTRY.columns})
      select ${ENTRY.values} from jsonb_to_recordset(${entries}::jsonb) as sent (${ENTRY.types}) where ${provided}
      on conflict (notice_id, version, ordinal) where version is not null do nothing`;
}

/** The number of the last entry; 0 where there is none. Later entries have greater numbers, some of which stay unused. */
export async function lastAuditSeq(db: Connection): Promise<number> {
  const row = await db
    .selectFrom('audit_entry')
    .select((build) => build.fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  return row.last ?? 0;
}

import { sql, type RawBuilder } from 'kysely';
import type { Event } from '../../domain/event.js';
import { renameStaff } from '../../domain/events/staff-names.js';
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
  /** Set for entries the workflow decided; writing the same version again changes nothing. */
  version?: number;
  ordinal?: number;
};

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
    // Hashed as it will be read back: values that JSON omits must not be part of the leaf.
    detail: JSON.parse(JSON.stringify(renamed)),
  };
  const leaf = leafOfEntry(toProvenEntry(row)).toString('hex');
  return { ...row, ordinal: ordinal ?? null, leaf_hash: leaf };
}

function findAudience({ actor, action, detail }: Pick<AuditEntry, 'actor' | 'action' | 'detail'>) {
  return { actor, action, detail: { ...detail } };
}

/** Appends to the audit log. Call it in the transaction that makes the change. */
export async function appendAudit(trx: Connection, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await entriesInto(await toEntryRows(trx, entries)).execute(trx);
}

export async function toEntryRows(db: Connection, entries: readonly AuditEntry[]): Promise<string> {
  const nameOf = await namesInLog(db, entries.map(findAudience));
  return JSON.stringify(entries.map((entry) => toAuditRow(entry, nameOf)));
}

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

export function entriesInto(entries: string, provided: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`
      insert into audit_entry (${ENTRY.columns})
      select ${ENTRY.values} from jsonb_to_recordset(${entries}::jsonb) as sent (${ENTRY.types}) where ${provided}
      on conflict (notice_id, version, ordinal) where version is not null do nothing`;
}

/** Returns the number of the last entry, 0 if none. Later entries have higher numbers, with gaps. */
export async function lastAuditSeq(db: Connection): Promise<number> {
  const row = await db
    .selectFrom('audit_entry')
    .select((build) => build.fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  return row.last ?? 0;
}

import { sql, type RawBuilder } from 'kysely';
import type { AlertKind } from '../../domain/alert.js';
import type { Role } from '../../domain/people/permission.js';
import type { Connection } from '../db.js';

export interface Alert {
  /** At most one open row per key: raising it again while it is open changes nothing. */
  key: string;
  kind: AlertKind;
  noticeId: string | null;
  /** The reason in plain words. People without access to the notice see it, so it must not quote the notice. */
  summary: string;
  detail?: Record<string, unknown>;
  /** Roles that see the alert; if absent, everyone with access to its notice. */
  audience?: readonly Role[];
}

export function alertKind(kind: AlertKind): RawBuilder<AlertKind> {
  return sql.lit(kind);
}

/** Raises an alert; with `refresh`, overwrites summary and detail of one already open. */
export async function raiseAlert(
  trx: Connection,
  { key, kind, noticeId, summary, detail = {}, audience }: Alert,
  { refresh = false }: { refresh?: boolean } = {},
): Promise<void> {
  await trx
    .insertInto('alert')
    .values({
      id: sql<string>`gen_random_uuid()`,
      key,
      kind,
      notice_id: noticeId,
      summary,
      detail: JSON.stringify(detail),
      audience: audience === undefined ? null : [...audience],
    })
    .onConflict((conflict) => {
      const open = conflict.column('key').where('resolved_at', 'is', null);
      return refresh ? open.doUpdateSet({ summary, detail: JSON.stringify(detail) }) : open.doNothing();
    })
    .execute();
}

/** Resolves the open alerts with these keys; does nothing if none is open. */
export async function resolveAlert(trx: Connection, { key }: { key: string | readonly string[] }): Promise<void> {
  await trx
    .updateTable('alert')
    .set({ resolved_at: sql<Date>`now()` })
    .where('key', 'in', typeof key === 'string' ? [key] : key)
    .where('resolved_at', 'is', null)
    .execute();
}

/** Resolves the open alerts of a kind except those with the given keys. */
export async function resolveOthers(
  trx: Connection,
  { kind, keys }: { kind: AlertKind; keys: readonly string[] },
): Promise<void> {
  await sql`
    update alert set resolved_at = now()
    where kind = ${kind} and resolved_at is null and key <> all (${[...keys]}::text[])`.execute(trx);
}

export async function resolveKinds(
  trx: Connection,
  { noticeId, kinds }: { noticeId: string; kinds: readonly AlertKind[] },
): Promise<void> {
  await trx
    .updateTable('alert')
    .set({ resolved_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('kind', 'in', kinds)
    .where('resolved_at', 'is', null)
    .execute();
}

/**
 * Resolves the alerts that a recorded command of a person settles; the registry decides which. Does nothing for other
 * commands.
 */
export async function resolveByCommand(trx: Connection, commandId: string): Promise<void> {
  await sql`select resolve_by_command(${commandId}::uuid)`.execute(trx);
}

/** Resolves the alerts that a recorded approval or enforcement settles. */
export async function resolveByEffect(trx: Connection, noticeId: string): Promise<void> {
  await sql`select resolve_by_effect(${noticeId}::uuid)`.execute(trx);
}

/** Resolves the alerts that a skip of targets settles; the caller must raise those of other stopped targets again. */
export async function resolveBySkip(trx: Connection, repair: string): Promise<void> {
  await sql`select resolve_by_skip(${repair}::uuid)`.execute(trx);
}

/** Reopens the last alert whose key starts with `about`, if none of them is open. */
export async function reopenLast(
  trx: Connection,
  { noticeId, about }: { noticeId: string; about: string },
): Promise<void> {
  await sql`
    update alert set resolved_at = null
    where id = (
      select id from alert
      where notice_id = ${noticeId}::uuid and starts_with(key, ${`${about}:`}) order by since desc, id desc limit 1
    ) and not exists (
      select from alert
      where notice_id = ${noticeId}::uuid and starts_with(key, ${`${about}:`}) and resolved_at is null)`.execute(trx);
}

/** Resolves the open alerts of a kind without a notice, except the one key. */
export async function resolveOtherAlerts(
  trx: Connection,
  { kind, key }: { kind: AlertKind; key: string | null },
): Promise<void> {
  await trx
    .updateTable('alert')
    .set({ resolved_at: sql<Date>`now()` })
    .where('kind', '=', kind)
    .where('notice_id', 'is', null)
    .where('resolved_at', 'is', null)
    .where(sql<boolean>`key is distinct from ${key}`)
    .execute();
}

/** The alerts of some kinds as they should be: missing ones are raised, others resolved. */
export interface WantedAlert {
  kinds: readonly AlertKind[];
  wanted: readonly Omit<Alert, 'noticeId'>[];
}

export function alertParts(noticeId: string, { kinds, wanted }: WantedAlert): RawBuilder<unknown> {
  const rows = wanted.map(({ detail = {}, ...row }) => ({ ...row, detail }));
  return sql`, over as (
      update alert set resolved_at = now()
      where exists (select from moved) and notice_id = ${noticeId}::uuid and resolved_at is null
        and kind = any (${kinds}::text[]) and key <> all (${wanted.map(({ key }) => key)}::text[])
    ), raised as (
      insert into alert (id, key, kind, notice_id, summary, detail)
      select gen_random_uuid(), key, kind, ${noticeId}::uuid, summary, detail
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as wanted (key text, kind text, summary text, detail jsonb)
      where exists (select from moved)
      on conflict (key) where resolved_at is null do nothing
    )`;
}

import { sql, type RawBuilder } from 'kysely';
import type { AttentionKind } from '../../domain/attention.js';
import type { Role } from '../../domain/people/permission.js';
import type { Connection } from '../db.js';

export interface Attention {
  /** One open row a key: raising it again while it is open changes nothing. */
  key: string;
  kind: AttentionKind;
  noticeId: string | null;
  /** Why, in plain words. Shown to people who may not read the notice: nothing of its text. */
  summary: string;
  detail?: Record<string, unknown>;
  /** For whom it is, by role; absent: for whoever may know of its notice. */
  audience?: readonly Role[];
}

/** Name of a kind as it stands in a statement. */
export function attentionKind(kind: AttentionKind): RawBuilder<AttentionKind> {
  return sql.lit(kind);
}

/** Asks ops to look. `refresh` writes summary and detail of a row that is already open anew. */
export async function raiseAttention(
  trx: Connection,
  { key, kind, noticeId, summary, detail = {}, audience }: Attention,
  { refresh = false }: { refresh?: boolean } = {},
): Promise<void> {
  await trx
    .insertInto('attention')
    .values({
      id: sql<string>`gen_random_uuid()`,
      key,
      kind,
      notice_id: noticeId,
      summary,
      detail: JSON.stringify(detail),
      resolved_at: null,
      audience: audience === undefined ? null : [...audience],
    })
    .onConflict((conflict) => {
      const open = conflict.column('key').where('resolved_at', 'is', null);
      return refresh ? open.doUpdateSet({ summary, detail: JSON.stringify(detail) }) : open.doNothing();
    })
    .execute();
}

/** The reason has gone. Nothing happens when no row is open. */
export async function resolveAttention(trx: Connection, { key }: { key: string | readonly string[] }): Promise<void> {
  await trx
    .updateTable('attention')
    .set({ resolved_at: sql<Date>`now()` })
    .where('key', 'in', typeof key === 'string' ? [key] : key)
    .where('resolved_at', 'is', null)
    .execute();
}

/** Open rows of a kind that hold no longer are settled: all but those with one of the keys. */
export async function resolveOthers(
  trx: Connection,
  { kind, keys }: { kind: AttentionKind; keys: readonly string[] },
): Promise<void> {
  await sql`
    update attention set resolved_at = now()
    where kind = ${kind} and resolved_at is null and key <> all (${[...keys]}::text[])`.execute(trx);
}

/** Everything open about a notice of some kinds is settled. */
export async function resolveKinds(
  trx: Connection,
  { noticeId, kinds }: { noticeId: string; kinds: readonly AttentionKind[] },
): Promise<void> {
  await trx
    .updateTable('attention')
    .set({ resolved_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('kind', 'in', kinds)
    .where('resolved_at', 'is', null)
    .execute();
}

/** Resolves what a person's command on record settles: the registry says what that is. Nothing for any other command. */
export async function resolveByCommand(trx: Connection, commandId: string): Promise<void> {
  await sql`select resolve_by_command(${commandId}::uuid)`.execute(trx);
}

/** Resolves what an approval or an enforcement on record settles. */
export async function resolveByEffect(trx: Connection, noticeId: string): Promise<void> {
  await sql`select resolve_by_effect(${noticeId}::uuid)`.execute(trx);
}

/** Resolves what a person's skip of targets settles; stops of others are to be raised again. */
export async function resolveBySkip(trx: Connection, repair: string): Promise<void> {
  await sql`select resolve_by_skip(${repair}::uuid)`.execute(trx);
}

/** Opens again the last alert about something (its key begins with that), where none about it is open. */
export async function reopenLast(
  trx: Connection,
  { noticeId, about }: { noticeId: string; about: string },
): Promise<void> {
  await sql`
    update attention set resolved_at = null
    where id = (
      select id from attention
      where notice_id = ${noticeId}::uuid and starts_with(key, ${`${about}:`}) order by since desc, id desc limit 1
    ) and not exists (
      select from attention
      where notice_id = ${noticeId}::uuid and starts_with(key, ${`${about}:`}) and resolved_at is null)`.execute(trx);
}

/** Settles the rows of a kind that belongs to no notice, but for the one key that still holds. */
export async function resolveOthersOf(
  trx: Connection,
  { kind, key }: { kind: AttentionKind; key: string | null },
): Promise<void> {
  await trx
    .updateTable('attention')
    .set({ resolved_at: sql<Date>`now()` })
    .where('kind', '=', kind)
    .where('notice_id', 'is', null)
    .where('resolved_at', 'is', null)
    .where(sql<boolean>`key is distinct from ${key}`)
    .execute();
}

/** The open rows of some kinds as they should be: what is missing is raised, what is over is resolved. */
export interface WantedAttention {
  kinds: readonly AttentionKind[];
  wanted: readonly Omit<Attention, 'noticeId'>[];
}

/** Parts of a `with` statement that bring a notice's open rows in line, provided its part `moved` has a row. */
export function attentionParts(noticeId: string, { kinds, wanted }: WantedAttention): RawBuilder<unknown> {
  const rows = wanted.map(({ detail = {}, ...row }) => ({ ...row, detail }));
  return sql`, over as (
      update attention set resolved_at = now()
      where exists (select from moved) and notice_id = ${noticeId}::uuid and resolved_at is null
        and kind = any (${kinds}::text[]) and key <> all (${wanted.map(({ key }) => key)}::text[])
    ), raised as (
      insert into attention (id, key, kind, notice_id, summary, detail)
      select gen_random_uuid(), key, kind, ${noticeId}::uuid, summary, detail
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as wanted (key text, kind text, summary text, detail jsonb)
      where exists (select from moved)
      on conflict (key) where resolved_at is null do nothing
    )`;
}

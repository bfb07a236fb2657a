import { sql, type RawBuilder } from 'kysely';
import type { NoticeProjection } from '../../domain/notices/projection.js';
import { describeRun, type ForeignRun, type HeldState, type RecordingRun } from '../../domain/notices/own-run.js';
import type { Connection } from '../db.js';

/**
 * Query that returns one row with the reason if the recording run is not the notice's own. The own run is the one that
 * wrote last, or one whose sealed input is as recent as the record: continue-as-new, a reopening and a rebuild start
 * only from there. A run that the last writer continued as may start earlier if what follows its start came from a
 * command that Temporal has not confirmed: the server rejects a task that continues as new when a signal arrives
 * meanwhile, and the next attempt continues without the Update that the rejected one had recorded.
 *
 * `taken` means that Temporal confirmed the command. A task lost before its commands were durable is legitimately
 * repeated without them; a history that lacks a confirmed command was restored from an older copy.
 */
export function isForeignRun(
  { noticeId, version }: Pick<NoticeProjection, 'noticeId' | 'version'>,
  run: RecordingRun | null,
): RawBuilder<unknown> {
  return sql`
      select why from (
        select case
          when ${run !== null && run.id !== run.originalId}::boolean then 'reset'
          when workflow_run is not null and workflow_run is distinct from ${run?.id ?? null}::text
            and version > ${run?.startedAt ?? 0}::int
            and not (
              workflow_run is not distinct from ${run?.continuedFrom ?? ''}::text and exists (
                select from audit_entry entry join command on command.id = entry.command_id
                where entry.notice_id = ${noticeId}::uuid and entry.version = ${(run?.startedAt ?? 0) + 1}::int
                  and not command.delivered
              )
            ) then 'other_run'
          when ${run !== null}::boolean and exists (
            select from audit_entry entry join command on command.id = entry.command_id
            where entry.notice_id = ${noticeId}::uuid
              and entry.version between ${run?.remembersFrom ?? 0}::int and ${version}::int
              and entry.command_id is not null and not entry.command_id::text = any (${run?.processed ?? []}::text[])
              and command.state = 'accepted' and command.delivered
          ) then 'lost_commands'
        end as why
        from notice where id = ${noticeId}::uuid
      ) seen where why is not null`;
}

/** Why the recorder would take nothing from the run that holds this state; null where it would. */
export async function findForeignRun(db: Connection, held: HeldState): Promise<ForeignRun | null> {
  const { rows } = await sql<{ why: ForeignRun }>`${isForeignRun(held, describeRun(held.run, held))}`.execute(db);
  return rows[0]?.why ?? null;
}

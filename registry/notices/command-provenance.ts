import { sql, type RawBuilder } from 'kysely';
import { getErrorCode } from '../../domain/error-parts.js';
import type { Command } from '../../domain/commands/command.js';
import { SYSTEM } from '../../domain/people/actor.js';
import type { NoticeProjection } from '../../domain/notices/projection.js';
import type { Connection } from '../db.js';

/** How long the outbox row of a desk command still verifies it after dispatch, because its recording may be retried. */
const PASSED_ON_LATELY = sql`interval '10 minutes'`;

export interface SentCommands {
  noticeId: string;
  commands: readonly Command[];
  unrecorded: NoticeProjection['unrecorded'];
}

/**
 * Query for the positions of commands the desk did not send; anyone who reaches Temporal can send one. The API records
 * a person's command before sending it, and the desk's own commands are in the outbox. A row verifies one version only,
 * unless the workflow replays that version because its task was lost after recording. A command that is not recorded
 * yet is verified even if Temporal has confirmed it, because a long task sends its answers early.
 */
export function forgedPositions({ noticeId, commands, unrecorded }: SentCommands): RawBuilder<unknown> {
  const anew = Math.min(...unrecorded.map(({ version }) => version));
  const rows = commands.map((command) => ({
    command,
    anew: Number.isFinite(anew) ? anew : null,
    version: unrecorded.find(({ commandId }) => commandId === command.id)?.version ?? null,
  }));
  return sql`
    select (sent.place - 1)::int as position
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as sent (item, place)
    cross join lateral (select sent.item -> 'command' as body, (sent.item -> 'command' ->> 'id')::uuid as id) notified
    where not case when notified.body -> 'actor' = ${JSON.stringify(SYSTEM)}::jsonb
      then exists (
        select from outbox
        where outbox.kind = 'command' and outbox.notice_id = ${noticeId}::uuid
          and outbox_command_id(outbox.notice_id, outbox.id) = notified.id
          and outbox.payload -> 'name' = notified.body -> 'name' and outbox.payload -> 'body' = notified.body -> 'body'
          and (outbox.done_at is null or outbox.done_at > now() - ${PASSED_ON_LATELY})
      )
      else exists (
        select from command
        where command.id = notified.id and command.notice_id = ${noticeId}::uuid and command.state <> 'refused'
          and command.body = notified.body and (not command.delivered or command.version is null or command.version = (sent.item ->> 'version')::int
            or command.version >= (sent.item ->> 'anew')::int)
      )
    end`;
}

/**
 * Returns the positions of forged commands. A command that PostgreSQL cannot parse was never in the registry and counts
 * as forged.
 */
export async function findForged(db: Connection, sent: SentCommands): Promise<number[]> {
  try {
    const { rows } = await sql<{ position: number }>`${forgedPositions(sent)}`.execute(db);
    return rows.map(({ position }) => position);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (sent.commands.length === 1) return [0];
    const found: number[] = [];
    for (const [position, command] of sent.commands.entries()) {
      const [one] = await findForged(db, { ...sent, commands: [command] });
      if (one !== undefined) found.push(position);
    }
    return found;
  }
}

function isUnreadable(error: unknown): boolean {
  return getErrorCode(error)?.startsWith('22') === true;
}

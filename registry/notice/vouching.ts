import { sql, type RawBuilder } from 'kysely';
import { codeOf } from '../../domain/error-parts.js';
import type { Command } from '../../domain/command/command.js';
import { SYSTEM } from '../../domain/people/actor.js';
import type { NoticeProjection } from '../../domain/notice/projection.js';
import type { Connection } from '../db.js';

/** How long the row of an own command vouches for it after it was passed on: its record may be tried again meanwhile. */
const PASSED_ON_LATELY = sql`interval '10 minutes'`;

/** Commands of one notice as the workflow was sent them, with its entries not yet on record. */
export interface Sent {
  noticeId: string;
  commands: readonly Command[];
  unrecorded: NoticeProjection['unrecorded'];
}

/**
 * The positions of those commands that the desk did not send, as a query: everybody who reaches the engine can send it
 * one. A person's command was written by the API before it was sent; one of the desk itself lies in the outbox. What was
 * taken long ago is not taken again: a row vouches once, for the version that it was taken under, or for another where the
 * workflow lives that version anew, because the task in which it was taken was lost after it was on record. One that is not
 * on record yet vouches though the engine has said that it holds it: a task that takes long sends its answers ahead.
 */
export function forgedPositions({ noticeId, commands, unrecorded }: Sent): RawBuilder<unknown> {
  const anew = Math.min(...unrecorded.map(({ version }) => version));
  const rows = commands.map((command) => ({
    command,
    anew: Number.isFinite(anew) ? anew : null,
    version: unrecorded.find(({ commandId }) => commandId === command.id)?.version ?? null,
  }));
  return sql`
    select (sent.place - 1)::int as position
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as sent (item, place)
    cross join lateral (select sent.item -> 'command' as body, (sent.item -> 'command' ->> 'id')::uuid as id) told
    where not case when told.body -> 'actor' = ${JSON.stringify(SYSTEM)}::jsonb
      then exists (
        select from outbox
        where outbox.kind = 'command' and outbox.notice_id = ${noticeId}::uuid
          and outbox_command_id(outbox.notice_id, outbox.id) = told.id
          and outbox.payload -> 'name' = told.body -> 'name' and outbox.payload -> 'body' = told.body -> 'body'
          and (outbox.done_at is null or outbox.done_at > now() - ${PASSED_ON_LATELY})
      )
      else exists (
        select from command
        where command.id = told.id and command.notice_id = ${noticeId}::uuid and command.state <> 'refused'
          and command.body = told.body and (not command.taken or command.version is null or command.version = (sent.item ->> 'version')::int
            or command.version >= (sent.item ->> 'anew')::int)
      )
    end`;
}

/** The same asked alone. What the registry cannot even read was never in it. */
export async function findForged(db: Connection, sent: Sent): Promise<number[]> {
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

/** PostgreSQL's class of data that is none: no UUID, a character that no text may hold. */
function isUnreadable(error: unknown): boolean {
  return codeOf(error)?.startsWith('22') === true;
}

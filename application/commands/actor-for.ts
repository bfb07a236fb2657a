import type { Actor } from '../../domain/people/actor.js';
import type { CommandName } from '../../domain/commands/command.js';
import { DELEGATED_COMMANDS } from '../../domain/people/delegate.js';
import { listDelegates } from '../../registry/people/absences.js';
import { listExcluded } from '../../registry/people/exclusions.js';
import type { Connection } from '../../registry/db.js';
import { toActor, toReader, type Caller } from '../caller.js';

/**
 * Returns the caller as the actor of a command, with the people they substitute for at present if the command allows
 * delegates and the notice does not exclude them.
 */
export async function actorFor(
  db: Connection,
  caller: Caller,
  { name, noticeId }: { name: CommandName; noticeId: string },
): Promise<Actor> {
  const actor = toActor(caller);
  if (!DELEGATED_COMMANDS.has(name)) return actor;
  const excluded = await listExcluded(db, noticeId);
  const actsFor = (await listDelegates(db, toReader(caller))).filter(({ id }) => !excluded.includes(id));
  return actsFor.length === 0 ? actor : { ...actor, actsFor };
}

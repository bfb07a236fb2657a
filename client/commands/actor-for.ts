import type { Actor } from '../../domain/people/actor.js';
import type { CommandName } from '../../domain/command/command.js';
import { STAND_IN_COMMANDS } from '../../domain/people/stand-in.js';
import { listStandIns } from '../../registry/people/absences.js';
import type { Connection } from '../../registry/db.js';
import { toActor, toReader, type Caller } from '../caller.js';

/**
 * Returns the caller as the actor of a command, with the people they substitute for at present if the command allows
 * delegates.
 */
export async function actorFor(db: Connection, caller: Caller, name: CommandName): Promise<Actor> {
  const actor = toActor(caller);
  if (!STAND_IN_COMMANDS.has(name)) return actor;
  const standsFor = await listStandIns(db, toReader(caller));
  return standsFor.length === 0 ? actor : { ...actor, standsFor };
}

import type { Actor } from '../people/actor.js';
import type { Telling } from './notice-state.js';

/** How a person's command is told to the audit log: under its own name. */
export function told(
  command: { id: string; name: string; actor: Actor; comment?: string },
  atMs: number,
  detail: Record<string, unknown>,
): Telling {
  const withComment = command.comment === undefined ? detail : { ...detail, comment: command.comment };
  return { atMs, actor: command.actor, action: command.name, detail: withComment, commandId: command.id };
}

import type { CommandName } from '../commands/command.js';
import type { ActionWith, Event, EventDetails } from '../event.js';
import type { Actor } from '../people/actor.js';
import type { AuditEvent } from './notice-state.js';

export function withComment<Action extends ActionWith<'comment'>>(
  action: Action,
  detail: EventDetails[Action],
  comment: string | undefined,
): Event {
  return { action, detail: comment === undefined ? detail : { ...detail, comment } } as Event;
}

export function commandEvent<Name extends CommandName>(
  command: { id: string; name: Name; actor: Actor; comment?: string },
  atMs: number,
  detail: EventDetails[Name],
): AuditEvent {
  const event = withComment(command.name, detail, command.comment);
  return { atMs, actor: command.actor, ...event, commandId: command.id };
}

import type { Actor } from '../domain/people/actor.js';
import type { SpeaksFor } from '../domain/people/speaks-for.js';
import type { Role } from '../domain/people/permission.js';
import type { Reader } from '../registry/reading.js';

/** The authenticated person with the roles they act under, proved by a key or by a console session. */
export interface Caller {
  person: { id: string; name: string };
  roles: Role[];
  key: { id: string; name: string; speaksFor: SpeaksFor } | null;
  session: CallerSession | null;
}

/** The session behind a request; it carries all roles that its person holds at this moment. */
export interface CallerSession {
  id: string;
  startedAt: Date;
  email: string;
}

export function toActor({ person, roles }: Caller): Actor {
  return { kind: 'person', id: person.id, name: person.name, roles };
}

export function toReader({ person, roles }: Caller): Reader {
  return { id: person.id, roles };
}

import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/actor.js';
import { can, rolesWith, type Permission, type Role } from '../domain/permission.js';
import { Problem } from './problems.js';

/** The authenticated person behind a request and the roles they act under, proved by a key or by a console session. */
export interface Caller {
  person: { id: string; name: string };
  roles: Role[];
  key: { id: string; name: string } | null;
  session: CallerSession | null;
}

/** The session behind a request: all roles its person holds at this moment. */
export interface CallerSession {
  id: string;
  startedAt: Date;
  email: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** The caller; a request without one is answered 401. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) {
    throw new Problem(
      'unauthenticated',
      'Sign in to the console, or send a valid key as "Authorization: Bearer KEY".',
      {
        headers: { 'www-authenticate': 'Bearer' },
      },
    );
  }
  return request.caller;
}

/** The caller as the actor of a change. */
export function actorOf({ person, roles }: Caller): Actor {
  return { kind: 'person', id: person.id, name: person.name, roles };
}

/** A preValidation hook: permission is checked before the body is looked at. */
export function needs(permission: Permission): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    if (!can(callerOf(request).roles, permission)) throw notPermitted(permission);
  };
}

export function notPermitted(permission: Permission): Problem {
  return new Problem('forbidden', `This needs one of the roles ${rolesWith(permission).join(', ')}.`);
}

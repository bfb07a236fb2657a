import { z } from 'zod';
import { ROLES } from '../../domain/people/permission.js';
import type { DemoPerson } from '../context.js';

const people = z.array(
  z.object({ name: z.string(), email: z.string(), roles: z.array(z.enum(ROLES)), signIn: z.boolean().default(false) }),
);

export function readDemoPeople(text: string | undefined): DemoPerson[] {
  if (text === undefined) return [];
  return people
    .parse(JSON.parse(text))
    .filter(({ signIn }) => signIn)
    .map(({ name: label, email, roles }) => ({ name: email.split('@')[0] ?? email, label, roles }));
}

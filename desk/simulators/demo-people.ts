import { peopleFile } from '../../config/env.js';
import { writePrivateFile } from '../atomic-file.js';

/** The nine demo sign-ins, one person each, so that one user can try out four-eyes approval. */
export const DEMO_PEOPLE = [
  { name: 'intake', role: 'intake' },
  { name: 'reviewer', role: 'reviewer' },
  { name: 'reviewer2', role: 'reviewer' },
  { name: 'approver', role: 'approver' },
  { name: 'approver2', role: 'approver' },
  { name: 'counsel', role: 'counsel' },
  { name: 'ops', role: 'ops' },
  { name: 'auditor', role: 'auditor' },
  { name: 'admin', role: 'admin' },
] as const;
export type DemoName = (typeof DEMO_PEOPLE)[number]['name'];

export function demoName(name: DemoName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} Demo`;
}

function toPerson({ name, role }: (typeof DEMO_PEOPLE)[number]) {
  return { name: demoName(name), email: `${name}@desk.example`, roles: [role] };
}

/**
 * Writes the file from which the registry step creates the demo people, and the API offers their sign-in. The demo's
 * intake key may file for every authority.
 */
export function writePeople(home: string, keys: Record<DemoName, string>, { signIn }: { signIn: boolean }): void {
  const people = DEMO_PEOPLE.map((person) => ({
    ...toPerson(person),
    signIn,
    key: keys[person.name],
    ...(person.role === 'intake' ? { speaksFor: 'all' } : {}),
  }));
  writePrivateFile(peopleFile(home), `${JSON.stringify(people, null, 2)}\n`);
}

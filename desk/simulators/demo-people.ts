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

export function toPeople() {
  return DEMO_PEOPLE.map(toPerson);
}

/** Input for seeding the demo people. The demo's intake key may file for every authority. */
export function toSeedPeople(keys: Record<DemoName, string>) {
  return DEMO_PEOPLE.map((person) => ({
    ...toPerson(person),
    key: keys[person.name],
    ...(person.role === 'intake' ? { speaksFor: 'all' } : {}),
  }));
}

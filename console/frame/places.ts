import type { Permission, Role } from '../../domain/people/permission.js';

interface PlaceRow {
  to: string;
  name: string;
  keys: string;
  /** Permissions of which the person must hold one; shown to everybody if omitted. */
  needs?: readonly Permission[];
  group: 'work' | 'records';
}

/**
 * The places of navigation; the side bar, the menu of small windows, the palette and the `G` keys are built from this.
 */
const TABLE = [
  { to: '/for-me', name: 'forMe', keys: 'g f', group: 'work' },
  { to: '/', name: 'queue', keys: 'g q', group: 'work' },
  { to: '/approvals', name: 'approvals', keys: 'g a', needs: ['notice.read_facts'], group: 'work' },
  { to: '/enforcement', name: 'enforcement', keys: 'g e', needs: ['notice.read_facts'], group: 'work' },
  { to: '/ops', name: 'ops', keys: 'g o', needs: ['alert.read'], group: 'work' },
  { to: '/intake', name: 'intake', keys: 'g n', needs: ['notice.create'], group: 'work' },
  { to: '/inbound', name: 'inbound', keys: 'g i', needs: ['inbound.read'], group: 'work' },
  { to: '/changes', name: 'changes', keys: 'g c', needs: ['changes.decide'], group: 'work' },
  { to: '/second-reviews', name: 'secondReviews', keys: 'g s', needs: ['decide'], group: 'work' },
  { to: '/appeals', name: 'appeals', keys: 'g w', needs: ['appeal.read'], group: 'work' },
  { to: '/restrictions', name: 'restrictions', keys: 'g r', needs: ['notice.read_facts'], group: 'records' },
  { to: '/imported', name: 'imported', keys: 'g x', needs: ['notice.read_documents'], group: 'records' },
  { to: '/authorities', name: 'authorities', keys: 'g d', needs: ['authorities.read'], group: 'records' },
  { to: '/people', name: 'people', keys: 'g p', needs: ['people.manage'], group: 'records' },
  { to: '/roster', name: 'roster', keys: 'g h', needs: ['roster.manage'], group: 'records' },
  { to: '/rulebook', name: 'rulebook', keys: 'g b', group: 'records' },
  { to: '/reports', name: 'reports', keys: 'g t', needs: ['notice.read_facts'], group: 'records' },
  { to: '/audit', name: 'audit', keys: 'g l', needs: ['audit.read'], group: 'records' },
  { to: '/outbox', name: 'outbox', keys: 'g m', needs: ['outbox.read'], group: 'records' },
] as const satisfies readonly PlaceRow[];

export type PlaceName = (typeof TABLE)[number]['name'];
export type Place = PlaceRow & { to: (typeof TABLE)[number]['to']; name: PlaceName };
export const PLACES: readonly Place[] = TABLE;

/** Returns the place of an address; undefined for a notice, which is none. */
export function placeAt(pathname: string): Place['to'] | undefined {
  return PLACES.find(({ to }) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)))?.to;
}

export function isOpenTo(to: Place['to'], may: (permission: Permission) => boolean): boolean {
  const needs = PLACES.find((place) => place.to === to)?.needs;
  return needs === undefined || needs.some(may);
}

/**
 * Returns the landing screen: the queue for reviewers, approvals for approvers and counsel, ops for ops, intake for
 * people who only submit; otherwise the queue.
 */
export function pickLanding(roles: readonly string[]): Place['to'] {
  const has = (role: Role) => roles.includes(role);
  if (has('reviewer')) return '/';
  if (has('approver') || has('counsel')) return '/approvals';
  if (has('ops')) return '/ops';
  return roles.length > 0 && roles.every((role) => role === 'intake') ? '/intake' : '/';
}

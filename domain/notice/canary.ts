import type { Actor } from '../people/actor.js';
import type { Role } from '../people/permission.js';
import type { TargetType } from '../target/target.js';
import type { Rejection } from '../command/rejection.js';

/** Of the directory's entry that the canary's notices come from; nobody else can send in its name. */
export const CANARY_AUTHORITY = 'canary';

/** One of the two that act for the canary. Nobody signs in as them, and no mail reaches them. */
export interface CanaryPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
}

export const CANARY_AUTHOR: CanaryPerson = {
  id: '00000000-0000-8ca0-a000-000000000001',
  name: 'Canary (author)',
  email: 'author@canary.invalid',
  roles: ['reviewer'],
};
export const CANARY_APPROVER: CanaryPerson = {
  id: '00000000-0000-8ca0-a000-000000000002',
  name: 'Canary (approver)',
  email: 'approver@canary.invalid',
  roles: ['approver'],
};

/** What a canary acts on: kept for it on the platform, so that nothing changes for anybody. */
export interface CanaryTarget {
  type: TargetType;
  locator: string;
}

/** Where the kind of a UUID stands in its text: ids of the desk are of version 7, the canary's of this one of version 8. */
const KIND_AT = 14;
const KIND = '8ca0';

/** An id of a canary's notice from one of another kind. */
export function toCanaryId(id: string): string {
  return id.slice(0, KIND_AT) + KIND + id.slice(KIND_AT + KIND.length);
}

/** Whether an id is that of a canary's notice, or of one of its two people. */
export function isOfCanary(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8ca0-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id);
}

/** Whether the canary would have a hand in a real notice, or a real person in the canary's: then nothing is carried out. */
export function mixesCanary(noticeId: string, people: readonly string[]): boolean {
  return people.some((id) => isOfCanary(id) !== isOfCanary(noticeId));
}

/** The canary acts on its own notices alone, and on them nobody else does. */
export function refuseMixed(noticeId: string, { kind, id }: Actor): Rejection | null {
  if (kind !== 'person' || !mixesCanary(noticeId, [id])) return null;
  return { code: 'forbidden', cure: 'The canary acts only on its own notices, and no one else acts on them.' };
}

import type { Actor } from '../people/actor.js';
import type { Role } from '../people/permission.js';
import type { TargetType } from '../targets/target.js';
import type { Rejection } from '../commands/rejection.js';

/** Directory entry from which the canary's notices come; no one else can send in its name. */
export const CANARY_AUTHORITY = 'canary';

/** One of the two people who act for the canary. They cannot sign in and receive no mail. */
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

/** A canary's target: reserved on the platform, so that acting on it affects no one. */
export interface CanaryTarget {
  type: TargetType;
  locator: string;
}

const KIND_AT = 14;
const KIND = '8ca0';

export function toCanaryId(id: string): string {
  return id.slice(0, KIND_AT) + KIND + id.slice(KIND_AT + KIND.length);
}

/** Whether an id belongs to a canary's notice or to one of its two people. */
export function isOfCanary(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8ca0-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id);
}

/** Whether a canary person would act on a real notice, or a real person on the canary's; such an act is refused. */
export function mixesCanary(noticeId: string, people: readonly string[]): boolean {
  return people.some((id) => isOfCanary(id) !== isOfCanary(noticeId));
}

/** The canary acts only on its own notices, and no one else acts on them. */
export function refuseMixed(noticeId: string, { kind, id }: Actor): Rejection | null {
  if (kind !== 'person' || !mixesCanary(noticeId, [id])) return null;
  return { code: 'forbidden', cure: 'The canary acts only on its own notices, and no one else acts on them.' };
}

import type { ChangeContent } from '../../domain/changes/change.js';
import { changesRoles } from '../../domain/changes/needs-second.js';
import { can } from '../../domain/people/permission.js';
import type { SavedPerson } from '../../domain/changes/entry.js';
import type { Caller } from '../caller.js';
import { Refusal } from '../refusal.js';

export function refuseOwnRoles(
  { person }: Caller,
  { before, after }: { before: SavedPerson | null; after: SavedPerson },
): void {
  if (after.id !== person.id || !changesRoles(before, after)) return;
  const field = before?.active === after.active ? '/roles' : '/active';
  throw new Refusal('four_eyes', 'You cannot change your own roles or access. Have another admin request it.', {
    field,
  });
}

export function refuseOwnConfirmation({ person }: Caller, content: ChangeContent): void {
  if (content.kind !== 'person' || content.after.id !== person.id) return;
  if (!changesRoles(content.before, content.after)) return;
  throw new Refusal('four_eyes', 'This changes your own roles. Another admin or counsel must decide it.');
}

export function isOwnOrManaged({ person, roles }: Caller, id: string): boolean {
  return id === person.id || can(roles, 'people.manage');
}

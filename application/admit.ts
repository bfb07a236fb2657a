import { can, type Permission } from '../domain/people/permission.js';
import { appendRefusal } from '../registry/notices/commands.js';
import type { NoticeRow } from '../registry/notices/notices.js';
import { findReadable, type Reading } from './access.js';
import { toActor, type Caller } from './caller.js';
import { notPermitted, type Refusal } from './refusal.js';

/** A notice and the person who may change it. */
export interface Admitted {
  row: NoticeRow;
  caller: Caller;
}

/** Checks a permission on a notice; a refusal is recorded under `name`. */
export async function admit(
  services: Reading,
  caller: Caller,
  { id, permission, name }: { id: string; permission: Permission; name: string },
): Promise<Admitted> {
  const { row } = await findReadable(services, caller, id);
  const admitted = { row, caller };
  if (!can(caller.roles, permission)) await refuseOnRecord(services, { ...admitted, name }, notPermitted(permission));
  return admitted;
}

export async function refuseOnRecord(
  { db, now }: Reading,
  { row, caller, name }: Admitted & { name: string },
  refusal: Refusal,
): Promise<never> {
  await appendRefusal(db, {
    noticeId: row.id,
    actor: toActor(caller),
    name,
    // As the problem is named on the wire.
    code: refusal.code.replaceAll('_', '-'),
    at: now(),
    commandId: null,
  });
  throw refusal;
}

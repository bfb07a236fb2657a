import type { FastifyRequest } from 'fastify';
import { can, type Permission } from '../domain/people/permission.js';
import { toActor } from '../application/caller.js';
import { appendRefusal } from '../registry/notices/commands.js';
import { findReadableNotice } from './access.js';
import { requireCaller } from './caller.js';
import { notPermitted } from '../application/refusal.js';
import type { ApiContext } from './context.js';

/** Checks the permission before the request is validated. A refusal is recorded under `name`. */
export async function admit(
  context: ApiContext,
  request: FastifyRequest,
  { permission, name }: { permission: Permission; name: string },
): Promise<void> {
  const caller = requireCaller(request);
  const { row } = await findReadableNotice(context, request);
  request.notice = row;
  if (can(caller.roles, permission)) return;
  const problem = notPermitted(permission);
  await appendRefusal(context.db, {
    noticeId: row.id,
    actor: toActor(caller),
    name,
    code: problem.code,
    at: context.now(),
    commandId: null,
  });
  throw problem;
}

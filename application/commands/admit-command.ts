import type { CommandRoute } from '../../contract/commands.js';
import { refuseByAuthorshipOrPermission } from '../../domain/commands/authority-to-act.js';
import { findAttempt } from '../../registry/notices/commands.js';
import { findAnswer } from '../../registry/notices/idempotency.js';
import { listExcluded } from '../../registry/people/exclusions.js';
import { findRatification } from '../../registry/submissions/ratifications.js';
import { findSubmission } from '../../registry/submissions/submissions.js';
import { findReadable } from '../access.js';
import { refuseOnRecord, type Admitted } from '../admit.js';
import { toActor, type Caller } from '../caller.js';
import { computeCommandId } from '../command-id.js';
import { toAuthorship } from '../intake/notice/submission-view.js';
import { toRefusal, type Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { actorFor } from './actor-for.js';
import { isRegistryRoute, toActName } from './command-routes.js';
import type { RegistryRoute, WorkflowRoute } from './prepare.js';

/** A command that may be sent again under its key. */
export interface AdmittedCommand extends Admitted {
  route: CommandRoute;
  key: string | undefined;
  commandId: string;
}

/** Checks authorship and then permission, whatever the command says. Refusals are recorded. */
export async function admitCommand(
  services: Pick<Services, 'db' | 'now' | 'newId'>,
  caller: Caller,
  { id, route, key }: { id: string; route: CommandRoute; key: string | undefined },
): Promise<AdmittedCommand> {
  const { row } = await findReadable(services, caller, id);
  const by = { caller: caller.person.id, scope: `${row.id}/${route}` };
  const commandId = key === undefined ? services.newId() : computeCommandId({ ...by, key });
  const admitted = { row, caller, route, key, commandId };
  const refusal = isRegistryRoute(route)
    ? await refuseByRole(services, admitted, route)
    : await refuseByPerson(services, admitted, route);
  if (refusal !== null && !(await isRepeat(services, admitted)))
    await refuseOnRecord(services, { row, caller, name: toActName(route) }, refusal);
  return admitted;
}

/**
 * A request whose key has been answered gets that answer again, even if the act would now be refused. So does one with
 * a recorded attempt: it was admitted then, and the process that ran it may have died before answering.
 */
async function isRepeat({ db }: Pick<Services, 'db'>, { caller, key, commandId }: AdmittedCommand): Promise<boolean> {
  if (key === undefined) return false;
  const answer = await findAnswer(db, { caller: caller.person.id, key });
  return answer !== undefined || (await findAttempt(db, commandId)) !== undefined;
}

async function refuseByRole(
  { db }: Pick<Services, 'db'>,
  { row, caller }: Admitted,
  route: RegistryRoute,
): Promise<Refusal | null> {
  const involved = { submission: null, excluded: await listExcluded(db, row.id) };
  const rejection = refuseByAuthorshipOrPermission(involved, toActor(caller), toActName(route));
  return rejection === null ? null : toRefusal(rejection);
}

async function refuseByPerson(
  { db }: Pick<Services, 'db'>,
  { row, caller }: Admitted,
  route: WorkflowRoute,
): Promise<Refusal | null> {
  const name = toActName(route);
  const submission = name === 'approve' ? await findSubmission(db, { noticeId: row.id }) : undefined;
  const ratification = name === 'ratify' ? await findRatification(db, row.id) : undefined;
  const excluded = await listExcluded(db, row.id);
  const involved = { submission: toAuthorship(submission, row), ratification, excluded };
  const actor = await actorFor(db, caller, { name, noticeId: row.id });
  const rejection = refuseByAuthorshipOrPermission(involved, actor, name);
  return rejection === null ? null : toRefusal(rejection);
}

import { noticeCreate, type NoticeCreate } from '../../contract/notice-create.js';
import { COMMAND_TABLE } from '../../domain/commands/command-table.js';
import type { CommandBodies, CommandName } from '../../domain/commands/command.js';
import {
  CANARY_APPROVER,
  CANARY_AUTHOR,
  CANARY_AUTHORITY,
  type CanaryPerson,
  type CanaryTarget,
} from '../../domain/notices/canary.js';
import type { CanaryStep } from '../../domain/notices/canary-step.js';
import { ask } from '../../registry/ask.js';
import { inTransaction } from '../../registry/db.js';
import { getNotice } from '../../registry/notices/notices.js';
import { findSubmission } from '../../registry/submissions/submissions.js';
import { POLICY_DEFAULT } from '../../rulebook/rulebook.js';
import { toActor, type Caller } from '../caller.js';
import { computeCommandId } from '../command-id.js';
import { decideTargets } from './decide.js';
import { PREPARATIONS } from './prepare.js';
import type { Preparing } from './preparing.js';
import { runCommand } from './run-command.js';
import { entryNamedBy, readNotice } from '../intake/read-notice.js';
import { storeNotice } from '../intake/store-notice.js';
import { drainOutbox } from '../letters/outbox/drain-outbox.js';
import type { Services } from '../services.js';

export interface Acting {
  services: Services;
  id: string;
  target: CanaryTarget | null;
}

const AUTHOR = asCaller(CANARY_AUTHOR);
const APPROVER = asCaller(CANARY_APPROVER);
/** Closing what has not finished is counsel's right; the canary has it on its own notices only. */
const CLOSER: Caller = { ...AUTHOR, roles: ['counsel'] };

function asCaller({ id, name, roles }: CanaryPerson): Caller {
  const key = { id: 'canary', name: 'canary', speaksFor: [CANARY_AUTHORITY] };
  return { person: { id, name }, roles, key, session: null };
}

/** Performs the step that a canary's notice has reached. Throws `Refusal` if it cannot be done now. */
export async function actForCanary(acting: Acting, step: CanaryStep): Promise<void> {
  const { services, id } = acting;
  switch (step) {
    case 'receive':
      return receive(acting);
    case 'triage':
      return command(acting, AUTHOR, 'triage', (preparing) => PREPARATIONS.triage(preparing, {}));
    case 'decide':
      return decideTarget(acting);
    case 'submit':
      return command(acting, AUTHOR, 'submit', (preparing) => PREPARATIONS.submit(preparing, { emergency: false }));
    case 'approve': {
      const waiting = await findSubmission(services.db, { noticeId: id });
      if (waiting === undefined) throw new Error('no submission of the canary is waiting for approval');
      const approval = { submission: waiting.number, digest: waiting.digest };
      return command(acting, APPROVER, 'approve', (preparing) => PREPARATIONS.approve(preparing, approval));
    }
    case 'restore': {
      const body = { select: { all: true } as const, cause: 'own_error' as const, note: '' };
      return command(acting, AUTHOR, 'reinstate', (preparing) => PREPARATIONS.reinstate(preparing, body));
    }
    case 'close':
      return command(acting, AUTHOR, 'close', async () => ({
        reason: 'The canary has finished.',
        override: false,
      }));
    default:
  }
}

export async function closeLeft(services: Services, id: string): Promise<void> {
  const reason = 'The canary has not finished in time; the next one replaces it.';
  await command({ services, id }, CLOSER, 'close', async () => ({ reason, override: true }));
}

async function receive({ services, id, target }: Acting): Promise<void> {
  const { db, now, signer } = services;
  const secrecy = { level: 'canary' as const, people: [CANARY_AUTHOR.id, CANARY_APPROVER.id], until: null };
  const given = { id, secrecy, number: `C-${id}` };
  const sent = buildCanaryNotice(target);
  const entry = await ask(db, entryNamedBy(sent, AUTHOR));
  const read = await readNotice(services, AUTHOR, sent, { entry, given });
  await inTransaction(db, (trx) => storeNotice(trx, { signer, actor: toActor(AUTHOR), read, at: now() }));
  await drainOutbox(services, { limit: 1, noticeId: id });
}

function buildCanaryNotice(target: CanaryTarget | null): NoticeCreate {
  return noticeCreate.parse({
    kind: 'request',
    authority: CANARY_AUTHORITY,
    jurisdiction: 'ZZ',
    regime: POLICY_DEFAULT,
    reference: 'canary',
    subject: 'Canary of the desk',
    body: 'The desk sends this to itself to check that all of its components work. No action is needed.',
    targets: [target ?? { type: 'account', locator: '@notice-desk-canary' }],
  });
}

/** The action is `preserve`: it hides nothing if the target should turn out to be a real one. */
async function decideTarget({ services, id, target }: Acting): Promise<void> {
  const row = await getNotice(services.db, id);
  const drafted =
    target === null
      ? { action: 'not_found' as const, grounds: ['not_found'] }
      : { action: 'preserve' as const, grounds: ['legal_basis_met'] };
  const body = { select: { all: true } as const, ...drafted };
  await decideTargets(services, { row, caller: AUTHOR, body, commandId: services.newId() });
}

async function command<Name extends CommandName>(
  { services, id }: Pick<Acting, 'services' | 'id'>,
  caller: Caller,
  name: Name,
  prepare: (preparing: Preparing) => Promise<CommandBodies[Name]>,
): Promise<void> {
  const row = await getNotice(services.db, id);
  await runCommand({
    context: services,
    row,
    caller,
    commandId: computeCommandId({ caller: caller.person.id, key: String(row.version), scope: `${id}/${name}` }),
    name,
    shared: {},
    repeatable: true,
    preparesRows: COMMAND_TABLE[name].preparesRows === true,
    prepare,
  });
}

import type { CommandBody } from '../../contract/commands.js';
import { COMMAND_TABLE } from '../../domain/commands/command-table.js';
import { needsPasskey, type StepUpAct } from '../../domain/people/step-up.js';
import type { Db } from '../../registry/db.js';
import { RegistryAway } from '../../registry/outage.js';
import type { CommandStepUp } from '../acting.js';
import type { NoticeViewing } from '../intake/notice/notice-view.js';
import { runBesideKey, runOnce, type SentAnswer } from '../once.js';
import { recordFailedStepUp } from '../step-up.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { AdmittedCommand } from './admit-command.js';
import { awaitResolved } from './await-resolved.js';
import { carryOut } from './carry-out.js';
import { isRegistryRoute, toActName } from './command-routes.js';

/** `gate`: connections that hold keys while commands run on `db`; a single pool for both could deadlock. */
export type CommandServices = Services & NoticeViewing & { gate: Db };

interface SentCommand extends AdmittedCommand {
  body: unknown;
  /** What a passkey confirms of this request. */
  act: StepUpAct;
}

/** Carries out a command once per key, and answers with the notice as its caller sees it then. */
export async function commandNotice(services: CommandServices, command: SentCommand): Promise<SentAnswer> {
  const { row, caller, route, key, body } = command;
  const name = toActName(route);
  if (COMMAND_TABLE[name].awaitsResolved) await awaitResolved(services, row);
  const stepUp = toStepUp(command);
  let isOnRecord = false;
  const order = { ...command, stepUp, onRecord: () => void (isOnRecord = true) };
  const work = async (acting: Services & NoticeViewing) => {
    const answer = await carryOut(acting, order);
    return { status: 200, answer, location: null, noticeId: row.id };
  };
  const once = { caller: caller.person.id, key, scope: `${row.id}/${route}`, body };
  try {
    // Drafts only touch the database. Drafts, audit entry and answer share one transaction, so that a repeat after a
    // crash neither logs them twice nor undoes what another person drafted since.
    if (isRegistryRoute(route) && key !== undefined)
      return await runOnce(services.db, once, (trx) => work({ ...services, db: trx }));
    return await runBesideKey(services.gate, once, () => work(services));
  } catch (error) {
    if (stepUp?.assertion !== undefined) await recordFailedStepUp(services, caller, { error, noticeId: row.id, name });
    throw isOnRecord && error instanceof RegistryAway ? awaitsOutcome() : error;
  }
}

/** The database failed after the command was recorded: the sweeper sends a command without an answer. */
function awaitsOutcome(): Refusal {
  return new Refusal(
    'unavailable',
    'The command is recorded, and its outcome will be recorded when the registry is back. Read the notice before you send it again.',
    { retryAfterSeconds: 5 },
  );
}

/**
 * What a passkey has to confirm: submission and digest of an approval, the whole body of another act; null: nothing.
 */
function toStepUp({ row, route, body, act }: SentCommand): CommandStepUp | null {
  const name = toActName(route);
  if (!needsPasskey(name, body)) return null;
  const { assertion } = body as { assertion?: CommandStepUp['assertion'] };
  if (name !== 'approve' && name !== 'ratify') return { act, assertion };
  const { submission, digest, refuse } = body as CommandBody<'ratify'>;
  return { act: { command: name, notice: row.id, submission, digest, ...(refuse ? { refuse } : {}) }, assertion };
}

import type { CommandBody } from '../../contract/commands.js';
import { COMMAND_TABLE } from '../../domain/commands/command-table.js';
import { needsPasskey, type StepUpAct } from '../../domain/people/step-up.js';
import type { Db } from '../../registry/db.js';
import { RegistryAway } from '../../registry/outage.js';
import type { CommandStepUp } from '../acting.js';
import { type NoticeViewing, findNoticeView } from '../intake/notice/notice-view.js';
import { runBesideKey, runOnce, type SentAnswer } from '../once.js';
import { recordFailedStepUp } from '../step-up.js';
import { Refusal, toRefusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { AdmittedCommand } from './admit-command.js';
import { isRegistryRoute, toActName } from './command-routes.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { getNotice, type NoticeRow, findVersion } from '../../registry/notices/notices.js';
import { copyEarlier, decideTargets, secondReview, undoDecide } from './decide.js';
import type { DraftOrder } from './drafting.js';
import { linkQuietly } from './link-quietly.js';
import { PREPARATIONS, type RegistryRoute, type WorkflowRoute } from './prepare.js';
import type { Preparing } from './preparing.js';
import { reclassify } from './reclassify.js';
import { runCommand, unavailable } from './run-command.js';
import { findOutcome } from '../../registry/notices/commands.js';
import { readAs } from '../../registry/reading.js';
import type { Admitted } from '../admit.js';
import { toReader } from '../caller.js';

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

/** The platform answers within seconds or is down; enforcement still stops targets that turn out to be protected. */
const WAIT_MS = 10_000;

/**
 * Waits until the platform has resolved the targets of a fresh notice or list, so that a decision sees which ones are
 * protected. Older ones are not waited for: a platform outage blocks no decision.
 */
async function awaitResolved({ db, now }: Services, row: NoticeRow): Promise<void> {
  const until = (row.targets_added_at ?? row.created_at).getTime() + WAIT_MS;
  let { targets, targets_resolved_at: resolvedAt } = row;
  while (targets > 0 && resolvedAt === null && now().getTime() < until) {
    await sleep(50);
    ({ targets, targets_resolved_at: resolvedAt } = await getNotice(db, row.id));
  }
}

const REGISTRY_ACTS: {
  [Route in RegistryRoute]: (services: Services, order: DraftOrder<CommandBody<Route>>) => Promise<unknown>;
} = {
  decide: decideTargets,
  'undo-decide': undoDecide,
  'copy-decisions': copyEarlier,
  'second-review': secondReview,
  reclassify,
};

interface Order extends AdmittedCommand {
  body: unknown;
  stepUp: CommandStepUp | null;
  /** Called once the command is on record. */
  onRecord: () => void;
}

async function carryOut(
  services: Services & NoticeViewing,
  { row, caller, route, key, commandId, stepUp, onRecord, ...order }: Order,
): Promise<Record<string, unknown>> {
  const body = order.body as DraftOrder<unknown>['body'];
  const shared = { row, caller, commandId, stepUp };
  const unchanged = { version: row.version, commandId: null };
  if (isRegistryRoute(route)) {
    const draft = REGISTRY_ACTS[route] as (services: Services, order: DraftOrder<unknown>) => Promise<unknown>;
    const result = await draft(services, { ...shared, body });
    const view = await viewAfter(services, shared, unchanged);
    return { ...view, ...(result === undefined ? {} : { result }) };
  }
  if (
    route === 'link' &&
    (await linkQuietly(services, { ...shared, body: body as DraftOrder<CommandBody<'link'>>['body'] }))
  )
    return viewAfter(services, shared, unchanged);
  const prepare = PREPARATIONS[route] as (
    preparing: Preparing,
    body: unknown,
  ) => ReturnType<(typeof PREPARATIONS)[WorkflowRoute]>;
  const name = toActName(route);
  const version = await runCommand({
    ...shared,
    context: services,
    name,
    shared: body,
    repeatable: key !== undefined,
    preparesRows: COMMAND_TABLE[name].preparesRows === true,
    onCommand: onRecord,
    prepare: (preparing) => prepare(preparing, body),
  });
  return viewAfter(services, shared, { version, commandId });
}

/** How long an accepted command may take to reach the registry before the caller has to retry. */
const RECORD_WAIT_MS = 10_000;

/** Returns the notice as the caller sees it now. Handing over a restricted notice may end the caller's own access. */
export async function viewAfter(
  services: NoticeViewing,
  { row: before, caller }: Admitted,
  { version, commandId }: { version: number; commandId: string | null },
): Promise<Record<string, unknown>> {
  const find = () => readAs(toReader(caller), () => findNoticeView(services, { row: before, caller }));
  let shown = await find();
  if (shown.version < version) {
    // The workflow writes the database within the same task; only an outage delays it.
    await awaitRecord(services, before.id, version);
    shown = await find();
  }
  const row = shown.found?.row ?? (await getNotice(services.db, before.id));
  // The later version may mean that a forged command was removed, and this command with it.
  if (commandId !== null && row.version > version) await refuseWithdrawn(services, commandId);
  if (shown.found?.known !== true) return { id: row.id, number: row.number, version: row.version };
  return { ...(await readAs(toReader(caller), shown.toView)) };
}

/**
 * Rejects a command that Temporal had accepted and that was then removed together with a forged one it built on. Throws
 * the recorded rejection, or `unavailable` if that has yet to be written.
 */
async function refuseWithdrawn({ db }: Pick<Services, 'db'>, commandId: string): Promise<void> {
  const outcome = await findOutcome(db, commandId);
  if (outcome?.state === 'accepted') return;
  throw outcome?.rejection == null ? unavailable() : toRefusal(outcome.rejection);
}

async function awaitRecord({ db }: Pick<Services, 'db'>, noticeId: string, version: number): Promise<void> {
  const until = performance.now() + RECORD_WAIT_MS;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 500)) {
    if ((await findVersion(db, noticeId)) >= version) return;
    if (performance.now() > until) throw unavailable();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

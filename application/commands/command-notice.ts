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
import { isRegistryRoute, toActName } from './command-routes.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { getNotice, type NoticeRow } from '../../registry/notices/notices.js';
import { copyEarlier, decideTargets, secondReview, undoDecide } from './decide.js';
import type { DraftOrder } from './drafting.js';
import { linkQuietly } from './link-quietly.js';
import { PREPARATIONS, type RegistryRoute, type WorkflowRoute } from './prepare.js';
import type { Preparing } from './preparing.js';
import { reclassify } from './reclassify.js';
import { runCommand } from './run-command.js';
import { viewAfter } from './view-after.js';

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

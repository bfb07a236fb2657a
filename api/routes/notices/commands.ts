import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseByAuthorshipOrPermission } from '../../../domain/commands/authority-to-act.js';
import { COMMAND_TABLE, isRegistryAct, type ActName } from '../../../domain/commands/command-table.js';
import type { CommandName } from '../../../domain/commands/command.js';
import { getKeys } from '../../../domain/record-keys.js';
import { can } from '../../../domain/people/permission.js';
import { appendRefusal, findAttempt } from '../../../registry/notices/commands.js';
import { findAnswer } from '../../../registry/notices/idempotency.js';
import { getNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { readAs } from '../../../registry/reading.js';
import { RegistryAway } from '../../../registry/outage.js';
import { findRatification } from '../../../registry/submissions/ratifications.js';
import { findSubmission } from '../../../registry/submissions/submissions.js';
import { actorFor } from '../../../application/commands/actor-for.js';
import { awaitResolved } from '../../../application/commands/await-resolved.js';
import { copyEarlier } from '../../../application/commands/copy-decisions.js';
import { decideTargets } from '../../../application/commands/decide.js';
import type { DraftOrder } from '../../../application/commands/drafting.js';
import { linkQuietly } from '../../../application/commands/link-quietly.js';
import { PREPARATIONS, type RegistryRoute, type WorkflowRoute } from '../../../application/commands/prepare.js';
import { awaitRecord, refuseWithdrawn, runCommand } from '../../../application/commands/run-command.js';
import { reclassify } from '../../../application/commands/reclassify.js';
import { secondReview } from '../../../application/commands/second-review.js';
import { undoDecide } from '../../../application/commands/undo-decide.js';
import { findReadableNotice } from '../../access.js';
import { noSuchNotice } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { ApiProblem } from '../../problems.js';
import { readWriteAct, recordWrongPasskey } from '../../step-up.js';
import { needsPasskey } from '../../../domain/people/step-up.js';
import type { CommandStepUp } from '../../../application/people/passkeys/step-up.js';
import { notPermitted, toRefusal, type Refusal } from '../../../application/refusal.js';
import { commandBodies, type CommandBody, type CommandRoute } from '../../../contract/commands.js';
import { commandedNotice } from '../../../contract/notice-view.js';
import { findNoticeView } from '../../../application/intake/notice/notice-view.js';
import { toAuthorship } from '../../../application/intake/notice/submission-view.js';
import { toActor, toReader, type Caller } from '../../../application/caller.js';
import { computeCommandId } from '../../../application/command-id.js';
import type { Preparing } from '../../../application/commands/preparing.js';

declare module 'fastify' {
  interface FastifyRequest {
    notice: NoticeRow | null;
  }
}

/** Actions that only touch the database, without the workflow. */
const REGISTRY_ACTS: {
  [Route in RegistryRoute]: (context: ApiContext, order: DraftOrder<CommandBody<Route>>) => Promise<unknown>;
} = {
  decide: decideTargets,
  'undo-decide': undoDecide,
  'copy-decisions': copyEarlier,
  'second-review': secondReview,
  reclassify,
};

function isRegistryRoute(route: CommandRoute): route is RegistryRoute {
  return isRegistryAct(toActName(route));
}

function toActName(route: WorkflowRoute): CommandName;
function toActName(route: CommandRoute): ActName;
function toActName(route: CommandRoute): ActName {
  return route.replaceAll('-', '_') as ActName;
}

export function registerCommands(app: Api, context: ApiContext): void {
  app.decorateRequest('notice', null);
  for (const route of getKeys(commandBodies)) {
    app.post(
      `/v1/notices/:id/${route}`,
      {
        schema: {
          tags: ['commands'],
          summary: `${route} a notice`,
          body: commandBodies[route],
          response: { 200: commandedNotice },
        },
        preValidation: (request) => admit(context, request, route),
      },
      async (request, reply) => answerCommand(context, { request, reply, route }),
    );
  }
}

async function answerCommand(
  context: ApiContext,
  { request, reply, route }: { request: FastifyRequest; reply: FastifyReply; route: CommandRoute },
): Promise<FastifyReply> {
  const key = readIdempotencyKey(request);
  const row = request.notice;
  if (row === null) throw noSuchNotice();
  const scope = `${row.id}/${route}`;
  const caller = requireCaller(request);
  const drafts = isRegistryRoute(route);
  if (COMMAND_TABLE[toActName(route)].awaitsResolved) await awaitResolved(context, row);
  let onRecord = false;
  const order = {
    row,
    caller,
    route,
    body: request.body,
    commandId: key === undefined ? context.newId() : computeCommandId({ caller: caller.person.id, key, scope }),
    repeatable: key !== undefined,
    stepUp: readStepUp(request, { name: toActName(route), noticeId: row.id }),
    onCommand: () => {
      onRecord = true;
    },
  };
  if (row.secrecy_level === 'open') request.caused = order.commandId;
  try {
    if (key === undefined) return reply.send(await carryOut(context, order));
    // Drafts only touch the database. Drafts, audit entry and answer share one transaction, so that a repeat after a
    // crash neither logs them twice nor undoes what another person drafted since.
    const once = await answerOnce(drafts ? context.db : context.gate, request, { key, scope }, async (trx) => {
      const answer = await carryOut(drafts ? { ...context, db: trx } : context, order);
      return { status: 200, answer, location: null, noticeId: row.id };
    });
    return sendAnswer(reply, once);
  } catch (error) {
    await recordWrongPasskey(context, request, { error, noticeId: row.id, name: toActName(route) });
    throw onRecord && error instanceof RegistryAway ? onRecordProblem() : error;
  }
}

/** The database failed after the command was recorded: the sweeper sends a command without an answer. */
function onRecordProblem(): ApiProblem {
  return new ApiProblem(
    'engine-unavailable',
    'The command is recorded, and its outcome will be recorded when the registry is back. Read the notice before you send it again.',
    { headers: { 'retry-after': '5' } },
  );
}

/** Checks authorship and then permission before the body is validated. Refusals are recorded. */
async function admit(context: ApiContext, request: FastifyRequest, route: CommandRoute): Promise<void> {
  const caller = requireCaller(request);
  const { row } = await findReadableNotice(context, request);
  request.notice = row;
  request.body ??= {};
  const problem = isRegistryRoute(route)
    ? refuseByRole(caller, route)
    : await refuseByPerson(context, caller, row, route);
  if (problem === null || (await isRepeat(context, request, caller, `${row.id}/${route}`))) return;
  await appendRefusal(context.db, {
    noticeId: row.id,
    actor: toActor(caller),
    name: route.replaceAll('-', '_'),
    code: problem.code.replaceAll('_', '-'),
    at: context.now(),
    commandId: null,
  });
  throw problem;
}

/**
 * A request whose key has been answered gets that answer again, even if the act would now be refused. So does one with
 * a recorded attempt: it was admitted then, and the process that ran it may have died before answering.
 */
async function isRepeat({ db }: ApiContext, request: FastifyRequest, caller: Caller, scope: string): Promise<boolean> {
  const key = readIdempotencyKey(request);
  if (key === undefined) return false;
  const by = { caller: caller.person.id, key };
  return (
    (await findAnswer(db, by)) !== undefined ||
    (await findAttempt(db, computeCommandId({ ...by, scope }))) !== undefined
  );
}

function refuseByRole({ roles }: Caller, route: RegistryRoute): Refusal | null {
  const { permission } = COMMAND_TABLE[toActName(route)];
  return permission === null || can(roles, permission) ? null : notPermitted(permission);
}

async function refuseByPerson(
  { db }: ApiContext,
  caller: Caller,
  row: NoticeRow,
  route: WorkflowRoute,
): Promise<Refusal | null> {
  const name = toActName(route);
  const submission = name === 'approve' ? await findSubmission(db, { noticeId: row.id }) : undefined;
  const ratification = name === 'ratify' ? await findRatification(db, row.id) : undefined;
  const actor = await actorFor(db, caller, name);
  const rejection = refuseByAuthorshipOrPermission(
    { submission: toAuthorship(submission, row), ratification },
    actor,
    name,
  );
  return rejection === null ? null : toRefusal(rejection);
}

type LinkBody = DraftOrder<CommandBody<'link'>>['body'];

interface Order {
  row: NoticeRow;
  caller: Caller;
  route: CommandRoute;
  body: unknown;
  commandId: string;
  /** The id comes from an Idempotency-Key: the command may have been tried already. */
  repeatable: boolean;
  stepUp: CommandStepUp | null;
  /** Called once the command is on record. */
  onCommand: () => void;
}

async function carryOut(
  context: ApiContext,
  { row, caller, route, body, commandId, repeatable, stepUp, onCommand }: Order,
): Promise<Record<string, unknown>> {
  let result: unknown;
  let version = row.version;
  let byWorkflow = false;
  const shared = { row, caller, commandId, stepUp };
  if (isRegistryRoute(route)) {
    const draft = REGISTRY_ACTS[route] as (context: ApiContext, order: DraftOrder<unknown>) => Promise<unknown>;
    result = await draft(context, { ...shared, body: body as DraftOrder<unknown>['body'] });
  } else if (route !== 'link' || !(await linkQuietly(context, { ...shared, body: body as LinkBody }))) {
    byWorkflow = true;
    const prepare = PREPARATIONS[route] as (
      preparing: Preparing,
      body: unknown,
    ) => ReturnType<(typeof PREPARATIONS)[WorkflowRoute]>;
    const name = toActName(route);
    version = await runCommand({
      context,
      row,
      caller,
      commandId,
      name,
      shared: body as { expectedVersion?: number; comment?: string },
      repeatable,
      preparesRows: COMMAND_TABLE[name].preparesRows === true,
      stepUp,
      onCommand,
      prepare: (preparing) => prepare(preparing, body),
    });
  }
  const after = { version, commandId: byWorkflow ? commandId : null };
  return { ...(await viewAfter(context, row, caller, after)), ...(result === undefined ? {} : { result }) };
}

/**
 * What a passkey has to confirm: submission and digest of an approval, the whole body of another act; null: nothing.
 */
function readStepUp(
  request: FastifyRequest,
  { name, noticeId: notice }: { name: ActName; noticeId: string },
): CommandStepUp | null {
  const { body } = request;
  if (!needsPasskey(name, body)) return null;
  const { assertion } = body as { assertion?: CommandStepUp['assertion'] };
  if (name !== 'approve' && name !== 'ratify') return { act: readWriteAct(request), assertion };
  const { submission, digest, refuse } = body as CommandBody<'ratify'>;
  return { act: { command: name, notice, submission, digest, ...(refuse ? { refuse } : {}) }, assertion };
}

/** Returns the notice as the caller sees it now. Handing over a restricted notice may end the caller's own access. */
export async function viewAfter(
  context: ApiContext,
  before: NoticeRow,
  caller: Caller,
  { version, commandId }: { version: number; commandId: string | null },
): Promise<Record<string, unknown>> {
  const find = () => readAs(toReader(caller), () => findNoticeView(context, { row: before, caller }));
  let shown = await find();
  if (shown.version < version) {
    // The workflow writes the database within the same task; only an outage delays it.
    await awaitRecord(context, before.id, version);
    shown = await find();
  }
  const row = shown.found?.row ?? (await getNotice(context.db, before.id));
  // The later version may mean that a forged command was removed, and this command with it.
  if (commandId !== null && row.version > version) await refuseWithdrawn(context, commandId);
  if (shown.found?.known !== true) return { id: row.id, number: row.number, version: row.version };
  return { ...(await readAs(toReader(caller), shown.toView)) };
}

import { SpanKind } from '@opentelemetry/api';
import type { Actor } from '../../domain/people/actor.js';
import { applyCommand } from '../../domain/commands/apply-command.js';
import type { Command, CommandBodies, CommandName, CommandOf } from '../../domain/commands/command.js';
import { SCHEMA_VERSION, type NoticeInput, type NoticeState } from '../../domain/notices/notice-state.js';
import { ERASED_CURE } from '../../domain/notices/retention-kinds.js';
import type { Rejection } from '../../domain/commands/rejection.js';
import {
  findAttempt,
  findOutcome,
  findRecorded,
  insertAttempt,
  recordRefusal,
} from '../../registry/notices/commands.js';
import { hasOpenAlert } from '../../registry/ops/open-alerts.js';
import type { Connection } from '../../registry/db.js';
import { findClosedState, getNotice, type NoticeRow } from '../../registry/notices/notices.js';
import type { Services } from '../services.js';
import { Refusal, toRefusal } from '../refusal.js';
import { drainOutbox } from '../letters/outbox/drain-outbox.js';
import { isBehind, type CommandAnswer } from '../../client/engine.js';
import { actorFor } from './actor-for.js';
import type { Caller } from '../caller.js';
import type { Preparing } from './preparing.js';
import { hasDiverged } from './divergence.js';
import type { CommandStepUp } from '../acting.js';
import { confirmStepUp } from '../step-up.js';
import { retryCommand, isFromRegistry } from './start-over.js';
import { inStep } from '../../tracing/trace.js';
import { CURES } from '../../domain/commands/cures.js';

interface Running {
  context: Services;
  row: NoticeRow;
  caller: Caller;
  commandId: string;
  name: CommandName;
  shared: { expectedVersion?: number | undefined; comment?: string | undefined };
  /** Whether the id comes from an Idempotency-Key, so that an earlier attempt may be on record. */
  repeatable: boolean;
  /** Whether preparing writes rows that have to commit together with the attempt. */
  preparesRows: boolean;
  prepare: (preparing: Preparing) => Promise<CommandBodies[CommandName]>;
  stepUp?: CommandStepUp | null;
  /** Called with the command as sent; a repeat gets the one from the first time. */
  onCommand?: (command: Command) => void;
}

/**
 * Runs one command, from its recorded attempt to its recorded change, and returns the version it made. A command whose
 * answer was lost is resent under the same id, by the caller or by the sweeper, and still takes effect once.
 */
export async function runCommand(running: Running): Promise<number> {
  const { context, row } = running;
  const command = await attempt(running);
  running.onCommand?.(command);
  if (row.stage === 'closed' && command.name !== 'reopen') return answerClosed(context, row.id, command);
  const answer = command.name === 'reopen' ? await reopen(context, row, command) : await send(context, row, command);
  switch (answer.kind) {
    case 'accepted':
      context.accepted.add(command.id);
      return answer.version;
    case 'refused':
      if (isBehind(answer, row.version)) {
        const waiting = await findRecorded(context.db, command.id);
        if (waiting === undefined || !(await hasDiverged(context.db, waiting, answer))) throw behind();
      }
      return refuse(context, row.id, command, answer.rejection);
    case 'not_running':
      // The workflow has not started yet and cannot be started now: the sweeper starts it and sends this command
      // afterwards.
      if (!row.workflow_started) throw unavailable();
      if ((await getNotice(context.db, row.id)).stage !== 'closed') throw gone();
      return answerClosed(context, row.id, command);
    case 'unknown':
      throw (await needsRebuild(context, row.id)) ? strayed() : unavailable();
  }
}

async function needsRebuild({ db }: Services, noticeId: string): Promise<boolean> {
  return hasOpenAlert(db, { noticeId, kinds: ['workflow_stuck', 'workflow_gone', 'divergence'] });
}

/** A closed notice rejects commands, but a retry of one that already succeeded gets its original answer. */
async function answerClosed(context: Services, noticeId: string, command: Command): Promise<number> {
  const outcome = await findOutcome(context.db, command.id);
  if (outcome?.state === 'accepted' && outcome.version !== null) return outcome.version;
  const cure = CURES.closed;
  return refuse(context, noticeId, command, { code: 'illegal_transition', cure });
}

export function unavailable(): Refusal {
  return new Refusal(
    'unavailable',
    'The command is recorded and will be executed when the engine is back. Read the notice before you send it again.',
    { retryAfterSeconds: 5 },
  );
}

function gone(): Refusal {
  return new Refusal(
    'unavailable',
    'The engine has lost the workflow of this notice. The command is recorded and will be executed when ops or counsel has rebuilt it: POST /v1/ops/notices/{id}/repair with "rebuild". Its documents, decisions and clocks are safe.',
    { retryAfterSeconds: 60 },
  );
}

function strayed(): Refusal {
  return new Refusal(
    'unavailable',
    'The workflow of this notice does not respond, and ops has been alerted. The command is recorded and will be executed when the workflow responds again, or when ops or counsel has rebuilt it: POST /v1/ops/notices/{id}/repair with "rebuild".',
    { retryAfterSeconds: 60 },
  );
}

/** The workflow refused while it was behind a state that the caller could already read, so the refusal is not final. */
function behind(): Refusal {
  return new Refusal(
    'unavailable',
    'The command is recorded and will be checked once the notice is back at the version you read. Send it again with its Idempotency-Key, or read the notice before you send a new one.',
    { retryAfterSeconds: 2 },
  );
}

async function attempt(running: Running): Promise<Command> {
  const usesPasskey = running.stepUp != null && running.context.stepUp;
  if (!running.preparesRows && !usesPasskey) return attemptWithin(running.context.db, running);
  return running.context.db.transaction().execute((trx) => attemptWithin(trx, running));
}

async function attemptWithin(trx: Connection, running: Running): Promise<Command> {
  const { context, row, caller, commandId, repeatable, name, shared, prepare } = running;
  const before = repeatable ? await findAttempt(trx, commandId) : undefined;
  // A refused command's prepared rows were rolled back: it can only be answered again, not sent again.
  if (before?.rejection != null) throw toRefusal(before.rejection);
  if (before !== undefined) return before.command;
  // A passkey response is consumed in the transaction that writes what it confirms.
  const confirmed = await confirmStepUp({ trx, services: context, caller }, running.stepUp);
  const body = await prepare({ context, trx, row, caller, commandId });
  const actor = await actorFor(trx, caller, { name, noticeId: row.id });
  const command = toCommand({ id: commandId, name, actor, body, shared });
  const signed = context.signer.signActOf(row.id, command, context.now(), confirmed);
  await insertAttempt(trx, { noticeId: row.id, command, signed });
  return command;
}

function toCommand(input: {
  id: string;
  name: CommandName;
  actor: Actor;
  body: CommandBodies[CommandName];
  shared: Running['shared'];
}): Command {
  const { id, name, actor, body, shared } = input;
  const { expectedVersion, comment } = shared;
  return {
    id,
    name,
    actor,
    body,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(comment === undefined ? {} : { comment }),
  } as Command;
}

async function send(context: Services, row: NoticeRow, command: Command): Promise<CommandAnswer> {
  if (isFromRegistry(command)) return retryCommand(context, row.id, command);
  const cause = row.secrecy_level === 'open' ? command.id : null;
  const answer = await inStep(`update ${command.name}`, { cause, kind: SpanKind.CLIENT }, () =>
    context.engine.send(row.id, command),
  );
  if (answer.kind !== 'not_running' || row.workflow_started) return answer;
  await drainOutbox(context, { limit: 10, noticeId: row.id });
  return context.engine.send(row.id, command);
}

/**
 * A closed notice has no workflow: the registry decides whether it may be reopened, and the workflow it starts decides
 * again.
 */
async function reopen(context: Services, row: NoticeRow, command: CommandOf<'reopen'>): Promise<CommandAnswer> {
  if (row.erased_at !== null)
    return {
      kind: 'refused',
      rejection: { code: 'illegal_transition', cure: ERASED_CURE },
    };
  const state = await findClosedState(context.db, row.id);
  if (state === null)
    return {
      kind: 'refused',
      rejection: { code: 'illegal_transition', cure: CURES.notClosed },
    };
  const decided = applyCommand(state, command, context.now().getTime());
  if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
  try {
    await context.engine.startAgain(buildInput(row, state, command));
    return { kind: 'accepted', version: decided.value.version };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}

function buildInput(row: NoticeRow, state: NoticeState, reopening: CommandOf<'reopen'>): NoticeInput {
  const { noticeId, kind, authenticity, regime, clocks, ledger } = state;
  return {
    schemaVersion: SCHEMA_VERSION,
    noticeId,
    kind,
    authenticity,
    regime,
    clocks,
    targets: ledger.targets,
    ...(row.secrecy_level === 'open' ? { label: row.number } : {}),
    acknowledge: false,
    resume: { ...state, schemaVersion: SCHEMA_VERSION },
    reopen: reopening,
  };
}

async function refuse({ db, now }: Services, noticeId: string, command: Command, rejection: Rejection): Promise<never> {
  await db.transaction().execute((trx) => recordRefusal(trx, { noticeId, command, rejection, at: now() }));
  throw toRefusal(rejection);
}

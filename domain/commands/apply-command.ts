import { refuseByAuthorshipOrPermission, type Involved } from './authority-to-act.js';
import { acknowledgeEscalation, confirmDeadline, recordAuthorityAct, recordUsersNotified } from './clock-commands.js';
import { extend, moveClock, pause, resume, startClocks } from '../clocks/clock-moves.js';
import { addTargets, annotate, assign, claim, close, link, release, reopen, triage } from './case-commands.js';
import type { Command, CommandOf } from './command.js';
import { hearReply, recordDialogue, requestDialogue } from './dialogue-commands.js';
import { repair } from './repair-command.js';
import { refuseMixed } from '../notices/canary.js';
import { PROCESSED_LIMIT, type NoticeState, advance } from '../notices/notice-state.js';
import { listVerifiers, authenticityAfter, isVerified } from '../notices/sender.js';
import { changeOrderStatus, upholdOrder } from './order-commands.js';
import { ratify } from './ratification-commands.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { approve, reinstate, returnSubmission, submit, withoutVoided } from './submission-commands.js';
import { CURES } from './cures.js';
import { acknowledgementEffect } from '../letters/letter-effect.js';
import { commandEvent } from '../notices/audit-event.js';

/** Decides one command at an instant. The validator, the handler, the API and the tests all use this function. */
export function applyCommand(state: NoticeState, command: Command, nowMs: number): Decided<NoticeState> {
  const mixed = refuseMixed(state.noticeId, command.actor);
  if (mixed !== null) return { ok: false, rejection: mixed };
  const refusal = refuseByAuthorshipOrPermission(involvedIn(state, command), command.actor, command.name);
  if (refusal !== null) return { ok: false, rejection: refusal };
  if (command.expectedVersion !== undefined && command.expectedVersion !== state.version) {
    return rejected('version_conflict', `The notice is at version ${state.version}. Read it again before you decide.`, {
      currentVersion: state.version,
    });
  }
  if (state.stage === 'closed' && command.name !== 'reopen') {
    return rejected('illegal_transition', CURES.closed);
  }
  const decided = decideByName(state, command, nowMs);
  return decided.ok ? accepted(remember(decided.value, command.id)) : decided;
}

/** A person whose approval no longer counts may approve again. */
function involvedIn({ submission, ratification, verifiedBy }: NoticeState, command: Command): Involved {
  if (submission === null) return { submission, ratification };
  const counting = command.name === 'approve' ? withoutVoided(submission, command.body.voided) : submission;
  return { submission: { ...counting, verifiers: listVerifiers(submission, verifiedBy) }, ratification };
}

function remember(state: NoticeState, id: string): NoticeState {
  return { ...state, processed: [...state.processed, { id, version: state.version }].slice(-PROCESSED_LIMIT) };
}

function decideByName(state: NoticeState, command: Command, nowMs: number): Decided<NoticeState> {
  switch (command.name) {
    case 'triage':
      return triage(state, command, nowMs);
    case 'verify_sender':
      return verifySender(state, command, nowMs);
    case 'claim':
      return claim(state, command, nowMs);
    case 'release':
      return release(state, command, nowMs);
    case 'assign':
      return assign(state, command, nowMs);
    case 'submit':
      return submit(state, command, nowMs);
    case 'reinstate':
      return reinstate(state, command, nowMs);
    case 'approve':
      return approve(state, command, nowMs);
    case 'return':
      return returnSubmission(state, command, nowMs);
    case 'ratify':
      return ratify(state, command, nowMs);
    case 'confirm_deadline':
      return confirmDeadline(state, command, nowMs);
    case 'acknowledge_escalation':
      return acknowledgeEscalation(state, command, nowMs);
    case 'pause':
      return pause(state, command, nowMs);
    case 'resume':
      return resume(state, command, nowMs);
    case 'extend':
      return extend(state, command, nowMs);
    case 'request_dialogue':
      return requestDialogue(state, command, nowMs);
    case 'record_dialogue':
      return recordDialogue(state, command, nowMs);
    case 'link':
      return link(state, command, nowMs);
    case 'repair':
      return repair(state, command, nowMs);
    case 'annotate':
      return annotate(state, command, nowMs);
    case 'close':
      return close(state, command, nowMs);
    case 'reopen':
      return reopen(state, command, nowMs);
    case 'uphold_order':
      return upholdOrder(state, command, nowMs);
    default:
      return decideOwn(state, command, nowMs);
  }
}

type OwnDecided = Extract<
  Command,
  {
    name:
      | 'move_clock'
      | 'start_clocks'
      | 'add_targets'
      | 'users_notified'
      | 'authority_act'
      | 'authority_replied'
      | 'order_status_changed';
  }
>;

function decideOwn(state: NoticeState, command: OwnDecided, nowMs: number): Decided<NoticeState> {
  switch (command.name) {
    case 'move_clock':
      return moveClock(state, command, nowMs);
    case 'start_clocks':
      return startClocks(state, command, nowMs);
    case 'add_targets':
      return addTargets(state, command, nowMs);
    case 'users_notified':
      return recordUsersNotified(state, command, nowMs);
    case 'authority_act':
      return recordAuthorityAct(state, command, nowMs);
    case 'authority_replied':
      return hearReply(state, nowMs);
    case 'order_status_changed':
      return changeOrderStatus(state, command, nowMs);
  }
}

/**
 * Records a person's check of the sender, whatever its outcome. The first confirmation releases the acknowledgement,
 * which is withheld from a possible forger.
 */
function verifySender(state: NoticeState, command: CommandOf<'verify_sender'>, atMs: number): Decided<NoticeState> {
  const { body, actor } = command;
  const authenticity = authenticityAfter(state.authenticity, body.outcome);
  const patch: Partial<NoticeState> = { authenticity };
  if (body.outcome === 'confirmed')
    patch.verifiedBy = [...(state.verifiedBy ?? []), { id: actor.id, from: state.authenticity }];
  if (body.outcome === 'denied' && state.verifiedBy !== undefined) patch.verifiedBy = [];
  if (isVerified(authenticity) && !state.acknowledged) {
    patch.acknowledged = true;
    patch.effects = [...state.effects, acknowledgementEffect(state.noticeId)];
  }
  return accepted(advance(state, patch, [commandEvent(command, atMs, { ...body, authenticity })]));
}

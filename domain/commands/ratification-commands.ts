import { SYSTEM } from '../people/actor.js';
import type { Clock } from '../clocks/clock.js';
import type { CommandOf } from './command.js';
import { ratifySlots } from '../submissions/emergency.js';
import {
  advance,
  type Approval,
  type NoticeState,
  type Ratification,
  type Submission,
  type AuditEvent,
} from '../notices/notice-state.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { letterEffect } from '../letters/letter-effect.js';
import { canFillAll } from '../submissions/submission.js';
import { commandEvent } from '../notices/audit-event.js';

export function openRatification(
  { number, digest, by, drafters, emergency }: Submission,
  approval: Approval,
): Ratification {
  return {
    submission: number,
    digest,
    author: by,
    onCall: approval.by,
    stoodFor: (approval.for ?? []).map(({ id }) => id),
    drafters,
    approverSlots: ratifySlots(emergency?.approverSlots ?? [], approval.roles),
    approvals: [],
    state: 'open',
    openedAtMs: approval.atMs,
    settledAtMs: null,
  };
}

/**
 * Records the full quorum's approval or rejection of an emergency. A rejection undoes nothing by itself: people
 * restore.
 */
export function ratify(state: NoticeState, command: CommandOf<'ratify'>, atMs: number): Decided<NoticeState> {
  const { ratification } = state;
  const { actor, body } = command;
  if (ratification === undefined || ratification.submission !== body.submission || ratification.state !== 'open') {
    return rejected('illegal_transition', `Submission ${body.submission} is not waiting for ratification.`);
  }
  if (ratification.digest !== body.digest) {
    return rejected(
      'digest_mismatch',
      'What was enforced is not what you reviewed. Read it again and send its digest.',
    );
  }
  const detail = { submission: body.submission, digest: body.digest, refused: body.refuse };
  if (body.refuse) {
    const refused: Ratification = { ...ratification, state: 'refused', settledAtMs: atMs };
    return accepted(settle(state, refused, [commandEvent(command, atMs, { ...detail, reason: body.reason })], atMs));
  }
  const filled = ratification.approvals.map(({ roles }) => roles);
  if (!canFillAll(ratification.approverSlots, [...filled, actor.roles])) {
    return {
      ok: false,
      rejection: { code: 'forbidden', cure: `Ratification needs ${ratification.approverSlots.join(', ')}.` },
    };
  }
  const approval: Approval = { by: actor.id, name: actor.name, roles: actor.roles, atMs, commandId: command.id };
  const approvals = [...ratification.approvals, approval];
  const complete = approvals.length === ratification.approverSlots.length;
  const telling = commandEvent(command, atMs, { ...detail, complete });
  if (!complete) return accepted(advance(state, { ratification: { ...ratification, approvals } }, [telling]));
  return accepted(settle(state, { ...ratification, approvals, state: 'ratified', settledAtMs: atMs }, [telling], atMs));
}

function settle(state: NoticeState, ratification: Ratification, [telling]: [AuditEvent], atMs: number): NoticeState {
  const events: AuditEvent[] = [];
  const clocks = state.clocks.map((clock) => {
    if (clock.ratifies !== ratification.submission || clock.metAtMs !== null) return clock;
    if (clock.state !== 'running' && clock.state !== 'missed') return clock;
    const late = clock.state === 'missed' || (clock.dueAtMs !== null && atMs > clock.dueAtMs);
    events.push({ atMs, actor: SYSTEM, action: 'clock_met', detail: { clock: clock.id, kind: clock.kind, late } });
    return { ...clock, state: clock.state === 'running' ? ('met' as const) : clock.state, metAtMs: atMs };
  });
  return advance(state, { ratification, clocks }, [telling, ...events]);
}

/**
 * Returns the clock as added to the notice: already met if its duty was fulfilled before it arrived, null if the duty
 * no longer exists.
 */
export function takeOver(state: NoticeState, clock: Clock, atMs: number): Clock | null {
  if (clock.reports !== undefined && isReported(state, clock.reports)) return { ...clock, state: 'met', metAtMs: atMs };
  return toRatifying(state, clock);
}

function isReported({ noticeId, effects, undelivered }: NoticeState, submission: number): boolean {
  const { key } = letterEffect(noticeId, submission, 'report_of_effect');
  return !undelivered.includes(key) && !effects.some((effect) => effect.key === key);
}

function toRatifying({ ratification }: NoticeState, clock: Clock): Clock | null {
  if (clock.ratifies === undefined) return clock;
  if (ratification?.submission !== clock.ratifies) return null;
  return ratification.state === 'open' ? clock : { ...clock, state: 'met', metAtMs: ratification.settledAtMs };
}

export function dropRatification(state: NoticeState, submission: number): NoticeState {
  const { ratification, ...rest } = state;
  if (ratification?.submission !== submission) return state;
  const end = (clock: Clock): Clock =>
    clock.ratifies === submission && clock.state === 'running' ? { ...clock, state: 'cancelled' } : clock;
  return { ...rest, clocks: state.clocks.map(end) };
}

/**
 * Returns why an emergency blocks closing the notice, or null. A rejected one is settled once nothing of it is in
 * force.
 */
export function doubtClosing({ ratification, ledger }: NoticeState): string | null {
  if (ratification?.state === 'open')
    return `Submission ${ratification.submission} was enforced in an emergency and is not ratified`;
  if (ratification?.state !== 'refused' || ledger.applied === 0) return null;
  return `Submission ${ratification.submission} was refused ratification and is still in force`;
}

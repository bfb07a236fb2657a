import { sayOwed } from '../duty/duty.js';
import { claimOf, isHeldAgainst, refuseHeld, sayHeld } from '../notice/claim.js';
import { isOpenOwnClock, type Clock } from '../clock/clock.js';
import { closing } from '../notice/closing.js';
import type { CommandOf } from './command.js';
import { acknowledgementEffect } from '../letter/letter-effect.js';
import { advance, CLAIM_MS, type NoticeState } from '../notice/notice-state.js';
import { isVerified, refuseRaising } from '../notice/sender.js';
import { can } from '../people/permission.js';
import { followOrder } from './order-commands.js';
import { isRepairing } from './repair-command.js';
import { REPAIRING } from '../submission/drafting.js';
import { doubtClosing } from './ratification-commands.js';
import { told } from '../notice/telling.js';
import { accepted, rejected, type Decided } from './rejection.js';

/** Confirms the facts. A changed regime, or changed facts, cancel the old clocks and start the new ones. */
export function triage(state: NoticeState, command: CommandOf<'triage'>, atMs: number): Decided<NoticeState> {
  const { regime, authenticity, priority, queue, read, answeredAtMs } = command.body;
  if (answeredAtMs !== undefined) return readAnswer(state, command, atMs);
  if (state.stage !== 'triage' && state.stage !== 'review') {
    return rejected('illegal_transition', `A notice must be triaged before submission; this one is in ${state.stage}.`);
  }
  const held = refuseHeld(state, command.actor, atMs);
  if (held !== null) return { ok: false, rejection: held };
  const confirmed = authenticity ?? state.authenticity;
  const raised = state.schemaVersion >= 6 ? refuseRaising(state.authenticity, confirmed) : null;
  if (raised !== null) return { ok: false, rejection: raised };
  const sorted = { priority: priority ?? state.priority, queue: queue ?? state.queue };
  const patch: Partial<NoticeState> = { stage: 'review', authenticity: confirmed, ...sorted };
  // A doubt undoes what was confirmed before it: whoever confirms anew stands for it alone.
  if (!isVerified(confirmed) && state.verifiedBy !== undefined) patch.verifiedBy = [];
  if (regime !== null) {
    patch.regime = { id: regime.id, version: regime.version };
    const fresh = carryAcknowledged(state.clocks, regime.clocks).map((clock) => followOrder(clock, state));
    patch.clocks = [...state.clocks.map(cancelUnlessEnded), ...fresh];
  }
  if (isVerified(confirmed) && !isVerified(state.authenticity) && !state.acknowledged) {
    patch.acknowledged = true;
    patch.effects = [...state.effects, acknowledgementEffect(state.noticeId)];
  }
  const detail = {
    regime: patch.regime ?? state.regime,
    authenticity: confirmed,
    ...sorted,
    ...(read === undefined ? {} : { read }),
  };
  return accepted(advance(state, patch, [told(command, atMs, detail)]));
}

/** When the authority answered, as somebody has read it: accepted at every stage, and the clocks follow from it outside. */
function readAnswer(state: NoticeState, command: CommandOf<'triage'>, atMs: number): Decided<NoticeState> {
  const { read, answeredAtMs } = command.body;
  const { regime, authenticity, priority, queue } = state;
  return accepted(
    advance(state, {}, [
      told(command, atMs, {
        regime,
        authenticity,
        priority,
        queue,
        ...(read === undefined ? {} : { read }),
        ...(answeredAtMs === undefined ? {} : { answeredAtMs }),
      }),
    ]),
  );
}

function cancelUnlessEnded(clock: Clock): Clock {
  return clock.state === 'running' || clock.state === 'paused' ? { ...clock, state: 'cancelled' } : clock;
}

/** A clock that closing had cancelled runs again under the law it was opened with; one past its due is missed at once. */
function restart({ cancelledByClosing: closed, ...clock }: Clock): Clock {
  if (closed !== true) return clock;
  return { ...clock, state: clock.pausedAtMs === null ? 'running' : 'paused' };
}

/** An acknowledgement already sent meets the clock of whichever law it turns out to be. */
function carryAcknowledged(old: readonly Clock[], fresh: readonly Clock[]): Clock[] {
  const metAtMs = old.find(({ kind, metAtMs: at }) => kind === 'acknowledge' && at !== null)?.metAtMs ?? null;
  if (metAtMs === null) return [...fresh];
  return fresh.map((clock) => (clock.kind === 'acknowledge' ? { ...clock, state: 'met', metAtMs } : clock));
}

/**
 * Targets that came after the notice: the platform is asked who they are. The registry has them already, so a notice
 * that has gone on meanwhile takes them all the same. Counts only grow, whichever of two lists is told first.
 */
export function addTargets(state: NoticeState, command: CommandOf<'add_targets'>, atMs: number): Decided<NoticeState> {
  const { upload, accepted: added, ledger } = command.body;
  const patch: Partial<NoticeState> = {
    ledger: ledger.targets > state.ledger.targets ? ledger : state.ledger,
    effects: [...state.effects, { key: `${state.noticeId}:resolve:${upload}`, type: 'resolve_targets' }],
  };
  return accepted(advance(state, patch, [told(command, atMs, { upload, accepted: added })]));
}

/** Takes the notice for the caller alone, for a while. Counsel may take it from whoever holds it. */
export function claim(state: NoticeState, command: CommandOf<'claim'>, atMs: number): Decided<NoticeState> {
  const { actor } = command;
  const claimed = claimOf(state);
  const overrides = state.schemaVersion >= 5 && can(actor.roles, 'override');
  if (isHeldAgainst(claimed, actor.id, atMs) && !overrides) return rejected('illegal_transition', sayHeld(claimed));
  const from = isHeldAgainst(claimed, actor.id, atMs) ? { from: state.assignee } : {};
  return accepted(
    advance(state, { assignee: actor.id, holder: actor.name, claimedUntilMs: atMs + CLAIM_MS }, [
      told(command, atMs, { until: new Date(atMs + CLAIM_MS).toISOString(), ...from }),
    ]),
  );
}

/** Gives the notice back to the queue. */
export function release(state: NoticeState, command: CommandOf<'release'>, atMs: number): Decided<NoticeState> {
  if (state.assignee === null) return rejected('illegal_transition', 'This notice is not assigned to anyone.');
  if (state.assignee !== command.actor.id && !can(command.actor.roles, 'override')) {
    return rejected('illegal_transition', 'This notice is assigned to someone else. Assign it instead.');
  }
  const { holder: _, ...free } = state;
  return accepted(
    advance({ ...free, assignee: null, claimedUntilMs: null }, {}, [told(command, atMs, { from: state.assignee })]),
  );
}

/** Hands the notice to a named person. Nobody takes it from its holder in this way for themselves. */
export function assign(state: NoticeState, command: CommandOf<'assign'>, atMs: number): Decided<NoticeState> {
  const { to, toName } = command.body;
  const takes = to === command.actor.id && !can(command.actor.roles, 'override');
  const held = takes ? refuseHeld(state, command.actor, atMs) : null;
  if (held !== null) return { ok: false, rejection: held };
  return accepted(
    advance(state, { assignee: to, holder: toName, claimedUntilMs: atMs + CLAIM_MS }, [
      told(command, atMs, { to, name: toName }),
    ]),
  );
}

export function link(state: NoticeState, command: CommandOf<'link'>, atMs: number): Decided<NoticeState> {
  return accepted(advance(state, {}, [told(command, atMs, { ...command.body })]));
}

export function annotate(state: NoticeState, command: CommandOf<'annotate'>, atMs: number): Decided<NoticeState> {
  return accepted(advance(state, {}, [told(command, atMs, { ...command.body })]));
}

/** Ends the notice. Own clocks that still run unmet need counsel's override. */
export function close(state: NoticeState, command: CommandOf<'close'>, atMs: number): Decided<NoticeState> {
  const { reason, override, duties = [] } = command.body;
  if (override && !can(command.actor.roles, 'override'))
    return rejected('forbidden', 'Only counsel can override unmet clocks.');
  if (state.submission?.state === 'open') {
    return rejected('illegal_transition', 'A submission is waiting for approval. Approve or return it first.');
  }
  if (state.stage === 'enforcement')
    return rejected('illegal_transition', 'Enforcement is in progress. Wait until it has finished.');
  if (isRepairing(state)) return rejected('illegal_transition', REPAIRING);
  const unratified = doubtClosing(state);
  if (unratified !== null && !override)
    return rejected('illegal_transition', `${unratified}. Settle it, or have counsel override with "override": true.`);
  const open = state.clocks.filter(isOpenOwnClock);
  if (open.length > 0) {
    const kinds = [...new Set(open.map(({ kind }) => kind))].join(', ');
    if (!override)
      return rejected(
        'illegal_transition',
        `Some of our clocks are unmet: ${kinds}. Meet them, or have counsel override with "override": true.`,
      );
  }
  if (duties.length > 0 && !override)
    return rejected('illegal_transition', `${sayOwed(duties)} Or have counsel override with "override": true.`);
  const effects = state.effects.filter(({ type }) => type === 'send_letter');
  const patch = { ...closing(state), effects };
  const owed = duties.length === 0 ? {} : { owed: duties };
  const detail = { reason, override, unmet: open.map(({ id }) => id), ...owed };
  return accepted(advance(state, patch, [told(command, atMs, detail)]));
}

/** Takes a closed notice up again, with the clocks that its closing had cancelled. */
export function reopen(state: NoticeState, command: CommandOf<'reopen'>, atMs: number): Decided<NoticeState> {
  if (state.stage !== 'closed') return rejected('illegal_transition', 'Only a closed notice can be reopened.');
  const { submission } = state;
  // A returned restoration or amendment leaves in force what was in force before it.
  const inForce = submission !== null && (submission.state === 'approved' || submission.from !== 'review');
  return accepted(
    advance(state, { stage: inForce ? 'in_force' : 'review', clocks: state.clocks.map(restart) }, [
      told(command, atMs, { ...command.body }),
    ]),
  );
}

import { formatOwed } from '../duties/duty.js';
import { toClaim, isHeldAgainst, refuseHeld, formatHeld } from '../notices/claim.js';
import { isOpenOwnClock, type Clock } from '../clocks/clock.js';
import { carryAcknowledged } from '../clocks/meet-clocks.js';
import { closing } from '../notices/closing.js';
import type { CommandOf } from './command.js';
import { acknowledgementEffect } from '../letters/letter-effect.js';
import { advance, CLAIM_MS, type NoticeState } from '../notices/notice-state.js';
import { isVerified, refuseRaising } from '../notices/sender.js';
import { can } from '../people/permission.js';
import { followOrder } from './order-commands.js';
import { isRepairing } from './repair-command.js';
import { REPAIRING } from '../submissions/drafting.js';
import { doubtClosing } from './ratification-commands.js';
import { commandEvent } from '../notices/audit-event.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { CURES } from './cures.js';

export function triage(state: NoticeState, command: CommandOf<'triage'>, atMs: number): Decided<NoticeState> {
  const { regime, authenticity, priority, queue, read, answeredAtMs } = command.body;
  if (answeredAtMs !== undefined) return readAnswer(state, command, atMs);
  if (state.stage !== 'triage' && state.stage !== 'review') {
    return rejected('illegal_transition', `A notice must be triaged before submission; this one is in ${state.stage}.`);
  }
  const held = refuseHeld(state, command.actor, atMs);
  if (held !== null) return { ok: false, rejection: held };
  const confirmed = authenticity ?? state.authenticity;
  const raised = refuseRaising(state.authenticity, confirmed);
  if (raised !== null) return { ok: false, rejection: raised };
  const sorted = { priority: priority ?? state.priority, queue: queue ?? state.queue };
  const patch: Partial<NoticeState> = { stage: 'review', authenticity: confirmed, ...sorted };
  // A doubt undoes earlier confirmations: only the people who confirm after it count.
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
  return accepted(advance(state, patch, [commandEvent(command, atMs, detail)]));
}

function readAnswer(state: NoticeState, command: CommandOf<'triage'>, atMs: number): Decided<NoticeState> {
  const { read, answeredAtMs } = command.body;
  const { regime, authenticity, priority, queue } = state;
  return accepted(
    advance(state, {}, [
      commandEvent(command, atMs, {
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

function restart({ cancelledByClosing: closed, ...clock }: Clock): Clock {
  if (closed !== true) return clock;
  return { ...clock, state: clock.pausedAtMs === null ? 'running' : 'paused' };
}

/**
 * Adds targets that arrived after the notice, and resolves them on the platform. The registry has them already, so
 * every stage accepts them. Counts only grow, so the order of two lists does not matter.
 */
export function addTargets(state: NoticeState, command: CommandOf<'add_targets'>, atMs: number): Decided<NoticeState> {
  const { upload, accepted: added, ledger } = command.body;
  const patch: Partial<NoticeState> = {
    ledger: ledger.targets > state.ledger.targets ? ledger : state.ledger,
    effects: [...state.effects, { key: `${state.noticeId}:resolve:${upload}`, type: 'resolve_targets' }],
  };
  return accepted(advance(state, patch, [commandEvent(command, atMs, { upload, accepted: added })]));
}

/** Claims the notice for the caller for a while. Counsel may take it over from its holder. */
export function claim(state: NoticeState, command: CommandOf<'claim'>, atMs: number): Decided<NoticeState> {
  const { actor } = command;
  const claimed = toClaim(state);
  const overrides = can(actor.roles, 'override');
  if (isHeldAgainst(claimed, actor.id, atMs) && !overrides) return rejected('illegal_transition', formatHeld(claimed));
  const from = isHeldAgainst(claimed, actor.id, atMs) ? { from: state.assignee } : {};
  return accepted(
    advance(state, { assignee: actor.id, holder: actor.name, claimedUntilMs: atMs + CLAIM_MS }, [
      commandEvent(command, atMs, { until: new Date(atMs + CLAIM_MS).toISOString(), ...from }),
    ]),
  );
}

export function release(state: NoticeState, command: CommandOf<'release'>, atMs: number): Decided<NoticeState> {
  if (state.assignee === null) return rejected('illegal_transition', 'This notice is not assigned to anyone.');
  if (state.assignee !== command.actor.id && !can(command.actor.roles, 'override')) {
    return rejected('illegal_transition', 'This notice is assigned to someone else. Assign it instead.');
  }
  const { holder: _, ...free } = state;
  return accepted(
    advance({ ...free, assignee: null, claimedUntilMs: null }, {}, [
      commandEvent(command, atMs, { from: state.assignee }),
    ]),
  );
}

/** Assigns the notice to a person. It cannot be used to take a held notice for oneself. */
export function assign(state: NoticeState, command: CommandOf<'assign'>, atMs: number): Decided<NoticeState> {
  const { to, toName, note } = command.body;
  const takes = to === command.actor.id && !can(command.actor.roles, 'override');
  const held = takes ? refuseHeld(state, command.actor, atMs) : null;
  if (held !== null) return { ok: false, rejection: held };
  return accepted(
    advance(state, { assignee: to, holder: toName, claimedUntilMs: atMs + CLAIM_MS }, [
      commandEvent(command, atMs, { to, name: toName, ...(note === undefined ? {} : { note }) }),
    ]),
  );
}

export function link(state: NoticeState, command: CommandOf<'link'>, atMs: number): Decided<NoticeState> {
  return accepted(advance(state, {}, [commandEvent(command, atMs, { ...command.body })]));
}

export function annotate(state: NoticeState, command: CommandOf<'annotate'>, atMs: number): Decided<NoticeState> {
  return accepted(advance(state, {}, [commandEvent(command, atMs, { ...command.body })]));
}

/** Closes the notice. Unmet running clocks of ours need counsel's override. */
export function close(state: NoticeState, command: CommandOf<'close'>, atMs: number): Decided<NoticeState> {
  const { reason, override, duties = [], answers } = command.body;
  if (override && !can(command.actor.roles, 'override'))
    return rejected('forbidden', 'Only counsel can override unmet clocks.');
  if (state.submission?.state === 'open') {
    return rejected('illegal_transition', 'A submission is waiting for approval. Approve or return it first.');
  }
  if (state.stage === 'enforcement') return rejected('illegal_transition', CURES.enforcing);
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
    return rejected('illegal_transition', `${formatOwed(duties)} Or have counsel override with "override": true.`);
  const effects = state.effects.filter(({ type }) => type === 'send_letter');
  const patch = { ...closing(state), effects };
  const owed = {
    ...(duties.length === 0 ? {} : { owed: duties }),
    ...(answers === undefined ? {} : { answers }),
  };
  const detail = { reason, override, unmet: open.map(({ id }) => id), ...owed };
  return accepted(advance(state, patch, [commandEvent(command, atMs, detail)]));
}

export function reopen(state: NoticeState, command: CommandOf<'reopen'>, atMs: number): Decided<NoticeState> {
  if (state.stage !== 'closed') return rejected('illegal_transition', CURES.notClosed);
  const { submission } = state;
  // A returned restoration or amendment leaves in force what was in force before it.
  const inForce = submission !== null && (submission.state === 'approved' || submission.from !== 'review');
  return accepted(
    advance(state, { stage: inForce ? 'in_force' : 'review', clocks: state.clocks.map(restart) }, [
      commandEvent(command, atMs, { ...command.body }),
    ]),
  );
}

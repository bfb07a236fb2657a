import type { Clock, EscalationLevel } from '../clocks/clock.js';
import type { CommandOf } from './command.js';
import { confirmExtension } from '../clocks/clock-moves.js';
import { meetClocks } from '../clocks/meet-clocks.js';
import { advance, type NoticeState } from '../notices/notice-state.js';
import { SHARED_ACTS } from '../people/shared-acts.js';
import { can, type Role } from '../people/permission.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { delegatedTo, rolesUsed } from '../people/delegate.js';
import { commandEvent } from '../notices/audit-event.js';
import { CURES } from './cures.js';

export function confirmDeadline(
  state: NoticeState,
  command: CommandOf<'confirm_deadline'>,
  atMs: number,
): Decided<NoticeState> {
  const clock = state.clocks.find(({ id }) => id === command.body.clock);
  if (clock === undefined) return rejected('not_found', CURES.noClock, { field: '/clock' });
  const { pendingExtension: extension } = clock;
  const readsFirstDue = !clock.confirmed && clock.enteredBy !== command.actor.id;
  if (extension !== undefined && !(readsFirstDue && extension.by === command.actor.id))
    return confirmExtension(state, command, { clock, extension }, atMs);
  if (clock.confirmed)
    return rejected('illegal_transition', 'This deadline needs no confirmation or is already confirmed.');
  if (clock.enteredBy === command.actor.id) {
    return rejected('four_eyes', SHARED_ACTS.ordered_deadline.refusal);
  }
  return accepted(
    advance(state, { clocks: replace(state.clocks, { ...clock, confirmed: true }) }, [
      commandEvent(command, atMs, { clock: clock.id, kind: clock.kind }),
    ]),
  );
}

export function acknowledgeEscalation(
  state: NoticeState,
  command: CommandOf<'acknowledge_escalation'>,
  atMs: number,
): Decided<NoticeState> {
  const { clock: clockId, level: wanted } = command.body;
  const clock = state.clocks.find(({ id }) => id === clockId);
  const level = clock?.escalation.find((candidate) => candidate.level === wanted);
  if (clock === undefined || level === undefined) {
    return rejected('not_found', 'This notice has no such clock or level.', { field: '/clock' });
  }
  const { actor } = command;
  if (!wasLogged(listReachedRoles(clock, level), rolesUsed(actor, delegatedTo(actor, command.name)))) {
    return rejected(
      'forbidden',
      `Level ${wanted} goes to ${level.to.join(', ')}. One of them, or counsel, must acknowledge it.`,
    );
  }
  if (level.firedAtMs === null) return rejected('illegal_transition', `Level ${wanted} has not fired yet.`);
  if (level.acknowledgedBy !== null) return rejected('illegal_transition', `Level ${wanted} is already acknowledged.`);
  const escalation = clock.escalation.map((step) =>
    step === level ? { ...step, acknowledgedBy: command.actor.id } : step,
  );
  return accepted(
    advance(state, { clocks: replace(state.clocks, { ...clock, escalation }) }, [
      commandEvent(command, atMs, { clock: clock.id, level: wanted }),
      { atMs, actor: command.actor, action: 'page_acknowledged', detail: { clock: clock.id, level: wanted } },
    ]),
  );
}

function listReachedRoles({ escalation }: Clock, { to, pages, level }: EscalationLevel): Role[] {
  const reached = escalation.filter((step) => step.level > level && step.level < level + pages);
  return [...to, ...reached.flatMap((step) => step.to)];
}

function wasLogged(to: readonly Role[], roles: readonly Role[]): boolean {
  return can(roles, 'override') || roles.some((role) => to.includes(role));
}

export function recordAuthorityAct(
  state: NoticeState,
  command: CommandOf<'authority_act'>,
  atMs: number,
): Decided<NoticeState> {
  const { as } = command.body;
  const met =
    as === 'confirms' ? meetClocks(state, 'authority', atMs, 'authority') : { clocks: state.clocks, events: [] };
  return accepted(
    advance(state, { clocks: met.clocks }, [commandEvent(command, atMs, { ...command.body }), ...met.events]),
  );
}

export function recordUsersNotified(
  state: NoticeState,
  command: CommandOf<'users_notified'>,
  atMs: number,
): Decided<NoticeState> {
  const met = meetClocks(state, 'user_notice', atMs);
  return accepted(
    advance(state, { clocks: met.clocks }, [commandEvent(command, atMs, { ...command.body }), ...met.events]),
  );
}

function replace(clocks: readonly Clock[], changed: Clock): Clock[] {
  return clocks.map((clock) => (clock.id === changed.id ? changed : clock));
}

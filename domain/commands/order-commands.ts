import type { Clock } from '../clocks/clock.js';
import { commandEvent } from '../notices/audit-event.js';
import { advance, type NoticeState } from '../notices/notice-state.js';
import { IN_EFFECT, isSameState, mayCarryOut, refusalToCarryOut } from '../orders/order-status.js';
import type { CommandOf } from './command.js';
import { accepted, rejected, type Decided, type Rejection } from './rejection.js';
import { CURES } from './cures.js';

export function refuseNotInEffect({ order = IN_EFFECT, uphold = null }: OrderStateOf): Rejection | null {
  return mayCarryOut(order, uphold) ? null : { code: 'order_not_in_effect', cure: refusalToCarryOut(order) };
}

type OrderStateOf = { order?: NoticeState['order']; uphold?: NoticeState['uphold'] | null };

export function upholdOrder(
  state: NoticeState,
  command: CommandOf<'uphold_order'>,
  atMs: number,
): Decided<NoticeState> {
  const { actor, body } = command;
  const { order, reason, document } = body;
  if (order.status === 'in_effect') return rejected('illegal_transition', CURES.inEffect);
  if (state.uphold !== undefined && isSameState(state.uphold, order))
    return rejected('illegal_transition', `${state.uphold.byName} has already upheld the order despite this.`);
  const { status, because } = order;
  const uphold = { status, because, by: actor.id, byName: actor.name, reason, document, atMs };
  return accepted(advance(state, { uphold }, [commandEvent(command, atMs, { ...body })]));
}

/**
 * Records a changed order status. Our clocks to decide and to comply end while the order is withdrawn, lapsed or
 * annulled, and run again if it proves to be in effect; a stay pauses them by separate commands.
 */
export function changeOrderStatus(
  state: NoticeState,
  command: CommandOf<'order_status_changed'>,
  atMs: number,
): Decided<NoticeState> {
  const { order, ended } = command.body;
  const before = state.order ?? IN_EFFECT;
  if (isSameState(before, order)) return rejected('illegal_transition', 'The order already has this status.');
  const changed = state.clocks.map((clock) => endDuty(followOrder(clock, { ...state, order }), ended));
  const kindsNow = (has: (clock: Clock) => boolean) => [
    ...new Set(
      changed.filter((clock, at) => has(clock) && state.clocks[at]?.state !== clock.state).map(({ kind }) => kind),
    ),
  ];
  return accepted(
    advance(state, { order, clocks: changed }, [
      commandEvent(command, atMs, {
        ...order,
        from: before.status,
        stopped: kindsNow(({ cancelledByOrder }) => cancelledByOrder === true),
        restarted: kindsNow(({ state: now }) => now === 'running' || now === 'paused'),
      }),
    ]),
  );
}

export function followOrder(clock: Clock, { order = IN_EFFECT, ledger }: Pick<NoticeState, 'order' | 'ledger'>): Clock {
  if (order.status === 'in_effect' || order.status === 'stayed') return restart(clock);
  const open = clock.state === 'running' || clock.state === 'paused';
  if (!open || clock.owner !== 'us' || !endsWithOrder(clock, ledger.applied)) return clock;
  return { ...clock, state: 'cancelled', cancelledByOrder: true };
}

function endsWithOrder({ kind }: Clock, applied: number): boolean {
  return kind === 'comply' || kind === 'decide' || (kind === 'inform' && applied === 0);
}

function restart(clock: Clock): Clock {
  if (clock.cancelledByOrder !== true) return clock;
  const { cancelledByOrder: _, ...bare } = clock;
  return { ...bare, state: clock.pausedAtMs === null ? 'running' : 'paused' };
}

function endDuty(clock: Clock, ended: readonly string[]): Clock {
  const open = clock.state === 'running' || (clock.state === 'missed' && clock.metAtMs === null);
  return open && ended.includes(clock.id) ? { ...clock, state: 'cancelled' } : clock;
}

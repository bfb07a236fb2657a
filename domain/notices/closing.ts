import type { Clock } from '../clocks/clock.js';
import { deriveOutcome } from '../targets/ledger.js';
import type { NoticeState } from './notice-state.js';
import type { Outcome } from './notice.js';

export function closing(state: NoticeState): Partial<NoticeState> {
  const clocks = state.clocks.map(cancelByClosing);
  return { stage: 'closed', outcome: closingOutcome(state), clocks, claimedUntilMs: null };
}

function closingOutcome(state: NoticeState): Outcome | null {
  if (state.authenticity === 'rejected') return 'void';
  const outcome = state.outcome ?? deriveOutcome(state.ledger);
  return outcome === null && state.order?.status === 'withdrawn' ? 'withdrawn' : outcome;
}

/**
 * Closing cancels every open clock except `preserve`, since a preservation duty outlasts the notice; a reopening
 * restarts them.
 */
function cancelByClosing(clock: Clock): Clock {
  const isOpen = (clock.state === 'running' || clock.state === 'paused') && clock.kind !== 'preserve';
  return isOpen ? { ...clock, state: 'cancelled', cancelledByClosing: true } : clock;
}

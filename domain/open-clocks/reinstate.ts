import { openHouseClock } from './house-clock.js';
import { standardLadder } from './ladder.js';
import type { OpenedClock } from './opened-clock.js';

/** How soon people should have restored what has lost its basis. A house number: no law of the rulebook sets one for it. */
const RESTORE_HOURS = 24;

/** Our duty to restore what an order no longer holds. It asks people; nothing is restored by its running out. */
export function reinstateClock({
  regime,
  startsAtMs,
  partly,
  why,
  tzVersion,
  newId,
}: {
  regime: { id: string; version: string };
  startsAtMs: number;
  /** The paper names some of the targets. */
  partly: boolean;
  /** One sentence for the receipt. */
  why: string;
  tzVersion: string;
  newId: () => string;
}): OpenedClock {
  const { clock, receipt } = openHouseClock({
    kind: 'reinstate',
    owner: 'us',
    countsFrom: 'basis_ended',
    startsAtMs,
    counting: { amount: RESTORE_HOURS, unit: 'hour' },
    ladder: standardLadder({ kind: 'reinstate', owner: 'us', form: 'ceiling' }),
    source: 'Company policy: no law sets a time for restoring what has lost its basis',
    notes: [why, `Company policy: ${RESTORE_HOURS} hours.`],
    regime,
    tzVersion,
    newId,
  });
  return { clock: partly ? { ...clock, partly: true } : clock, receipt };
}

import { openClocks, type OpenedClock, type OrderedDeadline as OrderedForClock } from '../../domain/open-clocks.js';
import type { RegimeVersion } from '../../domain/regime.js';
import type { OrderedDeadline } from '../../registry/tables.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { readDurationSeconds } from './duration.js';

export interface ClockFacts {
  issuedAt: Date | null;
  servedAt: Date | null;
  receivedAt: Date;
  orderedDeadline: (OrderedDeadline & { confirmed: boolean; enteredBy: string | null }) | null;
}

/** The clocks that a regime starts from the stored facts of a notice; used at intake and again when triage changes the regime. */
export function clocksOfNotice(
  { rulebook, newId }: { rulebook: Rulebook; newId: () => string },
  regime: RegimeVersion,
  facts: ClockFacts,
): { clocks: OpenedClock[]; problems: string[] } {
  const ordered = toOrdered(facts.orderedDeadline);
  return openClocks({
    regime,
    calendar: regime.calendar === null ? null : (rulebook.calendar(regime.calendar) ?? null),
    facts: {
      receivedAtMs: facts.receivedAt.getTime(),
      ...(facts.issuedAt === null ? {} : { issuedAtMs: facts.issuedAt.getTime() }),
      ...(facts.servedAt === null ? {} : { servedAtMs: facts.servedAt.getTime() }),
    },
    ...(ordered === undefined ? {} : { ordered }),
    tzVersion: process.versions['tz'] ?? 'unknown',
    newId,
  });
}

function toOrdered(deadline: ClockFacts['orderedDeadline']): OrderedForClock | undefined {
  if (deadline === null) return undefined;
  const { confirmed, enteredBy } = deadline;
  if (deadline.at !== undefined) return { dueAtMs: Date.parse(deadline.at), confirmed, enteredBy };
  if (deadline.within !== undefined)
    return { withinSeconds: readDurationSeconds(deadline.within) ?? 0, confirmed, enteredBy };
  return { immediately: true, confirmed, enteredBy };
}

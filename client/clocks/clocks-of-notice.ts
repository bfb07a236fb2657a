import {
  openClocks,
  type OpenedClocks,
  type OrderedDeadline as OrderedForClock,
} from '../../domain/open-clocks/index.js';
import type { NoticeKind } from '../../domain/notice/notice.js';
import type { CalendarVersion, RegimeVersion } from '../../domain/law/regime.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { readDurationSeconds } from '../../contract/duration.js';
import type { OrderedDeadline } from '../../registry/notice/tables.js';

/** Version of the time-zone data that dues are computed with. */
export const TZ_VERSION = process.versions['tz'] ?? 'unknown';

export interface ClockFacts {
  kind: NoticeKind;
  issuedAt: Date | null;
  servedAt: Date | null;
  receivedAt: Date;
  /** Further instants by the name of the request's field, RFC 3339. */
  facts: Record<string, string>;
  orderedDeadline: (OrderedDeadline & { confirmed: boolean; enteredBy: string | null }) | null;
  secret: boolean;
}

/**
 * Returns the clocks that a regime starts from the facts of a notice, at intake and again when triage changes them.
 * With `effectAtMs`, only those that our act starts. `candidates`: other laws that may govern the notice until triage
 * decides.
 */
export function clocksOfNotice(
  { rulebook, newId }: { rulebook: Rulebook; newId: () => string },
  regime: RegimeVersion,
  facts: ClockFacts,
  { effectAtMs, candidates = [] }: { effectAtMs?: number; candidates?: readonly RegimeVersion[] } = {},
): OpenedClocks {
  const receivedAtMs = facts.receivedAt.getTime();
  return openClocks({
    regime,
    calendar: calendarOf(rulebook, regime),
    alongside: [
      ...regime.alongside.flatMap((id) => {
        const other = rulebook.regimeAt(id, receivedAtMs);
        return other === undefined ? [] : [{ regime: other, calendar: calendarOf(rulebook, other) }];
      }),
      ...candidates.map((other) => ({ regime: other, calendar: calendarOf(rulebook, other), isUndecided: true })),
    ],
    kind: facts.kind,
    facts: {
      receivedAtMs,
      issuedAtMs: facts.issuedAt?.getTime(),
      servedAtMs: facts.servedAt?.getTime(),
      knownAtMs: instantOf(facts.facts['actualKnowledgeAt']),
      clarifiedAtMs: instantOf(facts.facts['clarifiedAt']),
      obstacleEndedAtMs: instantOf(facts.facts['obstacleEndedAt']),
      courtConfirmedAtMs: instantOf(facts.facts['courtConfirmedAt']),
      requestReceivedAtMs: instantOf(facts.facts['requestReceivedAt']),
      hearingAtMs: instantOf(facts.facts['hearingAt']),
      effectAtMs,
    },
    secret: facts.secret,
    startsOn: effectAtMs === undefined ? undefined : 'effect',
    ordered: effectAtMs === undefined ? toOrdered(facts.orderedDeadline) : undefined,
    tzVersion: TZ_VERSION,
    newId,
  });
}

export function calendarOf(rulebook: Rulebook, { calendar }: RegimeVersion): CalendarVersion | null {
  return calendar === null ? null : (rulebook.calendar(calendar) ?? null);
}

function instantOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function toOrdered(deadline: ClockFacts['orderedDeadline']): OrderedForClock | undefined {
  if (deadline === null) return undefined;
  const { confirmed, enteredBy } = deadline;
  if (deadline.at !== undefined) return { dueAtMs: Date.parse(deadline.at), confirmed, enteredBy };
  if (deadline.within !== undefined)
    return { withinSeconds: readDurationSeconds(deadline.within) ?? 0, confirmed, enteredBy };
  return { immediately: true, confirmed, enteredBy };
}

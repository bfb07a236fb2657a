import {
  openClocks,
  type OpenedClocks,
  type OrderedDeadline as OrderedForClock,
} from '../../domain/open-clocks/index.js';
import type { NoticeKind } from '../../domain/notices/notice.js';
import type { CalendarVersion, OwnAct, RegimeVersion } from '../../domain/rulebook/regime.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { readDurationSeconds } from '../../contract/duration.js';
import type { StoredDeadline } from '../../registry/notices/tables.js';

/** Version of the time-zone data that dues are computed with. */
export const TZ_VERSION = process.versions['tz'] ?? 'unknown';

export interface ClockFacts {
  kind: NoticeKind;
  issuedAt: Date | null;
  servedAt: Date | null;
  receivedAt: Date;
  /** Further instants by the name of the request's field, RFC 3339. */
  facts: Record<string, string>;
  orderedDeadline: (StoredDeadline & { confirmed: boolean; enteredBy: string | null }) | null;
  secret: boolean;
}

export interface DoneAct {
  act: OwnAct;
  atMs: number;
}

/**
 * Returns the clocks that a regime starts from the facts of a notice, at intake and again when triage changes them.
 * With `ownAct`, only those that this act of ours starts. `candidates`: other laws that may govern the notice until triage
 * decides.
 */
export function clocksOfNotice(
  { rulebook, newId }: { rulebook: Rulebook; newId: () => string },
  regime: RegimeVersion,
  facts: ClockFacts,
  { ownAct, candidates = [] }: { ownAct?: DoneAct; candidates?: readonly RegimeVersion[] } = {},
): OpenedClocks {
  const receivedAtMs = facts.receivedAt.getTime();
  return openClocks({
    regime,
    calendar: findCalendar(rulebook, regime),
    alongside: [
      ...regime.alongside.flatMap((id) => {
        const other = rulebook.regimeAt(id, receivedAtMs);
        return other === undefined || rulebook.judgeApplicability(other) === 'does_not_apply'
          ? []
          : [{ regime: other, calendar: findCalendar(rulebook, other) }];
      }),
      ...candidates.map((other) => ({ regime: other, calendar: findCalendar(rulebook, other), isUndecided: true })),
    ],
    kind: facts.kind,
    facts: {
      receivedAtMs,
      issuedAtMs: facts.issuedAt?.getTime(),
      servedAtMs: facts.servedAt?.getTime(),
      knownAtMs: parseInstant(facts.facts['actualKnowledgeAt']),
      clarifiedAtMs: parseInstant(facts.facts['clarifiedAt']),
      obstacleEndedAtMs: parseInstant(facts.facts['obstacleEndedAt']),
      courtConfirmedAtMs: parseInstant(facts.facts['courtConfirmedAt']),
      requestReceivedAtMs: parseInstant(facts.facts['requestReceivedAt']),
      hearingAtMs: parseInstant(facts.facts['hearingAt']),
      enforcingNoticeAtMs: parseInstant(facts.facts['enforcingNoticeAt']),
      disclosureClearedAtMs: parseInstant(facts.facts['disclosureClearedAt']),
      effectAtMs: ownAct?.act === 'effect' ? ownAct.atMs : undefined,
      usersNotifiedAtMs: ownAct?.act === 'user_notice' ? ownAct.atMs : undefined,
    },
    secret: facts.secret,
    startsOn: ownAct?.act,
    ordered: ownAct === undefined ? toOrdered(facts.orderedDeadline) : undefined,
    tzVersion: TZ_VERSION,
    newId,
  });
}

export function findCalendar(rulebook: Rulebook, { calendar }: RegimeVersion): CalendarVersion | null {
  return calendar === null ? null : (rulebook.calendar(calendar) ?? null);
}

function parseInstant(text: string | undefined): number | undefined {
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

import { isNamedAlways, REPORT_OUTCOMES, type EffectCounts, type ReportOutcome } from '../../domain/letter/report.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { recordOf } from '../../domain/keys-of.js';
import { ACTING_LANES, isEnforcedLane, LANE_OUTCOMES, LANE_TABLE, LANES, type Lane } from '../../domain/target/lane.js';
import type { TargetStatus } from '../../domain/target/target.js';
import { findReportSent, findWithheldCountries } from '../../registry/letter/letters.js';
import { countSkipped, countStandings, countTargets, type StandingCount } from '../../registry/target/ledger.js';
import { utc } from '../base.js';
import { LetterError } from '../letter-error.js';
import type { LetterOfKind } from '../letter-of-kind.js';

interface Report {
  counts: EffectCounts;
  /** Countries in which items are withheld. */
  countries: string[];
  /** Whether each of the withheld ones is withheld in all of them. */
  sameCountries: boolean;
  /** Of the failed ones, those that are not tried any more. */
  givenUp?: number | undefined;
  /** When the report left whose place this one takes. */
  correctsSentAtMs?: number | undefined;
  /** Of the removed ones, those that broke the service's own rules. */
  removedUnderOwnRules?: number | undefined;
}

/** What has become of each target, with the ledger's counts. */
export const reportOfEffect: LetterOfKind<Report> = {
  async gather(db, { noticeId, effect, ahead = false }) {
    const standings = await countStandings(db, noticeId);
    const counts = toCounts(ahead ? standings.map(asDone) : standings);
    const { countries, same } = await findWithheldCountries(db, {
      noticeId,
      statuses: ahead ? [...AHEAD, 'applied'] : ['applied'],
    });
    const before = ahead ? undefined : await findReportSent(db, { noticeId, submission: effect.submission });
    const data = {
      counts: toEffectCounts(counts, await countTargets(db, noticeId)),
      countries,
      sameCountries: same,
      givenUp: (counts['failed'] ?? 0) === 0 ? 0 : await countSkipped(db, noticeId),
      correctsSentAtMs: before?.getTime(),
      removedUnderOwnRules: counts['remove_rules'] ?? 0,
    };
    return { data, counts };
  },
  view(report, { words }) {
    const { counts, countries, sameCountries, givenUp, correctsSentAtMs, removedUnderOwnRules } = report;
    const named = REPORT_OUTCOMES.filter((outcome) => isNamedAlways(outcome) || numberOf(counts, outcome) > 0);
    const sum = named.map((outcome) => numberOf(counts, outcome)).join(' + ');
    if (!countsAddUp(counts)) {
      throw new LetterError(
        `The report's counts do not add up: ${sum} is not ${counts.total}. Count the ledger again.`,
      );
    }
    const width = String(counts.total).length;
    return {
      total: counts.total,
      outcomes: named.map((outcome) => ({
        label: words.outcomes[outcome],
        count: String(numberOf(counts, outcome)).padStart(width),
      })),
      check: `${sum} = ${counts.total}`,
      withheld: counts.withheld,
      acted: ACTED.reduce((acted, outcome) => acted + numberOf(counts, outcome), 0),
      countries: countries.join(', '),
      same_countries: sameCountries,
      failed: counts.failed,
      given_up: givenUp ?? 0,
      removed_under_own_rules: removedUnderOwnRules ?? 0,
      corrects_utc: correctsSentAtMs === undefined ? '' : utc(correctsSentAtMs),
    };
  },
};

const numberOf = (counts: EffectCounts, outcome: ReportOutcome) => counts[outcome] ?? 0;

/** Outcomes that say that something was done to a target. */
const ACTED: readonly ReportOutcome[] = [
  ...new Set([...ACTING_LANES.map((lane) => LANE_TABLE[lane].outcome), 'restored' as const]),
];

/** Whether the outcomes of a report add up to its total, each a whole number from 0. */
export function countsAddUp(counts: EffectCounts): boolean {
  const numbers = REPORT_OUTCOMES.map((outcome) => numberOf(counts, outcome));
  if (!numbers.every((count) => Number.isSafeInteger(count) && count >= 0)) return false;
  return numbers.reduce((sum, count) => sum + count, 0) === counts.total;
}

/** Each target counted once: under what became of it where something was done, else under its decision. */
function toCounts(standings: readonly StandingCount[]): Record<string, number> {
  const counts: Record<string, number> = { targets: 0 };
  for (const { lane, status, count } of standings) {
    const name = countedAs(lane, status);
    counts[name] = (counts[name] ?? 0) + count;
    counts['targets'] = (counts['targets'] ?? 0) + count;
  }
  return counts;
}

/** Statuses of what is decided and not yet done. */
const AHEAD: readonly TargetStatus[] = ['drafted', 'submitted', 'approved'];

function asDone(standing: StandingCount): StandingCount {
  return AHEAD.includes(standing.status) ? { ...standing, status: 'applied' } : standing;
}

const COUNTED_AS: Record<TargetStatus, 'undecided' | 'decided' | 'done' | 'failed' | 'restored'> = {
  undecided: 'undecided',
  drafted: 'undecided',
  submitted: 'undecided',
  approved: 'decided',
  applied: 'done',
  failed: 'failed',
  restored: 'restored',
};

/** What a target is counted as. Of a row that this program does not know the word answered has no outcome: its report is not made. */
function countedAs(lane: Lane | null, status: TargetStatus): string {
  const counted = COUNTED_AS[status];
  if (counted === 'failed' || counted === 'restored') return counted;
  if (counted === 'undecided' || (lane === null && counted !== undefined)) return 'undecided';
  if (lane === null || counted === undefined) return status;
  return counted === 'decided' && isOneOf(LANES, lane) && isEnforcedLane(lane) ? 'pending' : lane;
}

/** The outcomes that the letter names. Their sum is compared with the ledger's own count when the letter is written. */
function toEffectCounts(counts: Record<string, number>, total: number): EffectCounts {
  const of = (name: string) => counts[name] ?? 0;
  const ofOutcome = (outcome: ReportOutcome) =>
    LANES.reduce((sum, lane) => sum + (LANE_TABLE[lane].outcome === outcome ? of(lane) : 0), 0);
  return {
    total,
    ...recordOf(LANE_OUTCOMES, ofOutcome),
    failed: of('failed'),
    restored: of('restored'),
    pending: of('pending'),
    underReview: of('undecided'),
  };
}

import { REPORT_OUTCOMES, type EffectCounts, type ReportOutcome } from '../../domain/letters/report.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { buildRecord } from '../../domain/record-keys.js';
import {
  INTERVENTIONS,
  BY_COUNTRY_DECISIONS,
  isEnforcedAction,
  ACTION_OUTCOMES,
  DECISION_ACTION_TABLE,
  DECISION_ACTIONS,
  type DecisionAction,
} from '../../domain/targets/decision-action.js';
import type { ManualEffect } from '../../domain/targets/manual-action.js';
import type { TargetStatus } from '../../domain/targets/target.js';
import type { Connection } from '../../registry/db.js';
import { listConfirmedByHand } from '../../registry/enforcement/manual-actions.js';
import { findReportSent, findWithheldCountries, listReported } from '../../registry/letters/letters.js';
import type { AnnexRow } from '../../registry/letters/tables.js';
import { countSkipped, countDrafts, countTargetRows, type DraftCount } from '../../registry/targets/ledger.js';
import type { LetterTexts } from '../../rulebook/letter-texts.js';
import { dateWords } from '../date-words.js';
import { LetterError } from '../letter-error.js';
import type { LetterOfKind } from '../letter-of-kind.js';
import { readPages } from '../pages.js';
import { itemView, LISTED_TARGETS, type ListedLetterTarget } from '../listed-targets.js';

interface Report {
  counts: EffectCounts;
  /** Every item if they fit the letter's text; otherwise the annex lists them. */
  items?: readonly ReportedItem[] | undefined;
  countries: string[];
  sameCountries: boolean;
  givenUp?: number | undefined;
  correctsSentAtMs?: number | undefined;
  removedUnderOwnRules?: number | undefined;
  /** What two people recorded and confirmed as done outside the desk. */
  byHand?: readonly { effect: ManualEffect; targets: number; doneAtMs: number }[] | undefined;
}

interface ReportedItem extends ListedLetterTarget {
  countries: string[];
  outcome: ReportOutcome;
  /** When the current state took effect; null if nothing was done, or not yet. */
  effectAtMs: number | null;
}

export const reportOfEffect: LetterOfKind<Report> = {
  async gather(db, { noticeId, effect, ahead = false }) {
    const draftCounts = await countDrafts(db, noticeId);
    const counts = toCounts(ahead ? draftCounts.map(asDone) : draftCounts);
    const { countries, same } = await findWithheldCountries(db, {
      noticeId,
      statuses: ahead ? [...AHEAD, 'applied'] : ['applied'],
    });
    const before = ahead ? undefined : await findReportSent(db, { noticeId, submission: effect.submission });
    const total = await countTargetRows(db, noticeId);
    const data = {
      counts: toEffectCounts(counts, total),
      items:
        total > LISTED_TARGETS
          ? undefined
          : await readItems(db, { noticeId, ahead, afterNo: 0, limit: LISTED_TARGETS }),
      countries,
      sameCountries: same,
      givenUp: (counts['failed'] ?? 0) === 0 ? 0 : await countSkipped(db, noticeId),
      correctsSentAtMs: before?.getTime(),
      removedUnderOwnRules: counts['remove_rules'] ?? 0,
      byHand: (await listConfirmedByHand(db, noticeId)).map(({ doneAt, ...act }) => ({
        ...act,
        doneAtMs: doneAt.getTime(),
      })),
    };
    if (total <= LISTED_TARGETS || ahead) return { data, counts };
    return { data, counts, annex: (texts) => writeAnnex(db, noticeId, texts) };
  },
  view(report, texts) {
    const { counts, items = [], countries, sameCountries, givenUp, correctsSentAtMs, removedUnderOwnRules } = report;
    const { byHand = [] } = report;
    const { words } = texts;
    const dates = dateWords(texts, report.zone);
    const named = REPORT_OUTCOMES.filter((outcome) => getCount(counts, outcome) > 0);
    if (!countsAddUp(counts)) {
      const sum = named.map((outcome) => getCount(counts, outcome)).join(' + ');
      throw new LetterError(
        `The report's counts do not add up: ${sum} is not ${counts.total}. Count the ledger again.`,
      );
    }
    const acted = ACTED.reduce((sum, outcome) => sum + getCount(counts, outcome), 0);
    return {
      total: counts.total,
      outcomes: named.map((outcome) => ({ label: words.outcomes[outcome], count: getCount(counts, outcome) })),
      items: items.map((item) => ({
        ...reportedView(item, texts),
        no: String(item.no),
        countries: formatCountries(item.countries, texts),
        at: item.effectAtMs === null ? '' : dates.local(item.effectAtMs),
      })),
      timed: items.length === 0 ? acted > 0 : items.some(({ effectAtMs }) => effectAtMs !== null),
      withheld: getCount(counts, 'withheld'),
      acted,
      countries: formatCountries(countries, texts),
      same_countries: sameCountries,
      failed: getCount(counts, 'failed'),
      given_up: givenUp ?? 0,
      removed_under_own_rules: removedUnderOwnRules ?? 0,
      by_hand: byHand.map(({ effect, targets, doneAtMs }) => ({
        outcome: words.outcomes[effect],
        count: targets,
        at: dates.full(doneAtMs),
      })),
      corrects: correctsSentAtMs === undefined ? '' : dates.full(correctsSentAtMs),
    };
  },
};

const EXPLAINED: ReadonlySet<ReportOutcome> = new Set(
  DECISION_ACTIONS.filter((action) => !isEnforcedAction(action)).map((action) => DECISION_ACTION_TABLE[action].outcome),
);

function formatCountries(countries: readonly string[], { language }: LetterTexts): string {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return countries.map((code) => names.of(code) ?? code).join(', ');
}

async function readItems(
  db: Connection,
  { ahead = false, ...page }: { noticeId: string; ahead?: boolean; afterNo: number; limit: number },
): Promise<ReportedItem[]> {
  const rows = await listReported(db, page);
  return rows.map(({ action, status, effectAt, countries, ...item }) => ({
    ...item,
    outcome: toReportOutcome(countedAs(action, ahead ? asDone({ status }).status : status)),
    countries: action !== null && isOneOf(BY_COUNTRY_DECISIONS, action) ? countries : [],
    effectAtMs: effectAt?.getTime() ?? null,
  }));
}

function reportedView(item: ReportedItem, texts: LetterTexts) {
  const { grounds, note, ...view } = itemView(item, texts);
  const outcome = texts.words.outcomes[item.outcome];
  return EXPLAINED.has(item.outcome)
    ? { ...view, outcome, grounds, note }
    : { ...view, outcome, grounds: '', note: null };
}

async function writeAnnex(db: Connection, noticeId: string, texts: LetterTexts): Promise<AnnexRow[]> {
  const annex: AnnexRow[] = [];
  for await (const items of readPages((page) => readItems(db, { noticeId, ...page }))) {
    for (const item of items) {
      const { no, type, locator, outcome, grounds, note } = reportedView(item, texts);
      const at = item.effectAtMs === null ? '' : new Date(item.effectAtMs).toISOString();
      annex.push([no, type, locator, outcome, item.countries.join(' '), at, grounds, note ?? '']);
    }
  }
  return annex;
}

function toReportOutcome(counted: string): ReportOutcome {
  if (isOneOf(DECISION_ACTIONS, counted)) return DECISION_ACTION_TABLE[counted].outcome;
  if (counted === 'failed' || counted === 'restored' || counted === 'pending') return counted;
  return 'underReview';
}

const getCount = (counts: EffectCounts, outcome: ReportOutcome) => counts[outcome] ?? 0;

const ACTED: readonly ReportOutcome[] = [
  ...new Set([...INTERVENTIONS.map((action) => DECISION_ACTION_TABLE[action].outcome), 'restored' as const]),
];

/** Returns true if the outcomes of a report sum to its total and each is a non-negative integer. */
export function countsAddUp(counts: EffectCounts): boolean {
  const numbers = REPORT_OUTCOMES.map((outcome) => getCount(counts, outcome));
  if (!numbers.every((count) => Number.isSafeInteger(count) && count >= 0)) return false;
  return numbers.reduce((sum, count) => sum + count, 0) === counts.total;
}

function toCounts(draftCounts: readonly DraftCount[]): Record<string, number> {
  const counts: Record<string, number> = { targets: 0 };
  for (const { action, status, count } of draftCounts) {
    const name = countedAs(action, status);
    counts[name] = (counts[name] ?? 0) + count;
    counts['targets'] = (counts['targets'] ?? 0) + count;
  }
  return counts;
}

const AHEAD: readonly TargetStatus[] = ['drafted', 'submitted', 'approved'];

function asDone<Counted extends Pick<DraftCount, 'status'>>(counted: Counted): Counted {
  return AHEAD.includes(counted.status) ? { ...counted, status: 'applied' } : counted;
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

function countedAs(action: DecisionAction | null, status: TargetStatus): string {
  const counted = COUNTED_AS[status];
  if (counted === 'failed' || counted === 'restored') return counted;
  if (counted === 'undecided' || (action === null && counted !== undefined)) return 'undecided';
  if (action === null || counted === undefined) return status;
  return counted === 'decided' && isOneOf(DECISION_ACTIONS, action) && isEnforcedAction(action) ? 'pending' : action;
}

function toEffectCounts(counts: Record<string, number>, total: number): EffectCounts {
  const of = (name: string) => counts[name] ?? 0;
  const ofOutcome = (outcome: ReportOutcome) =>
    DECISION_ACTIONS.reduce(
      (sum, action) => sum + (DECISION_ACTION_TABLE[action].outcome === outcome ? of(action) : 0),
      0,
    );
  return {
    total,
    ...buildRecord(ACTION_OUTCOMES, ofOutcome),
    failed: of('failed'),
    restored: of('restored'),
    pending: of('pending'),
    underReview: of('undecided'),
  };
}

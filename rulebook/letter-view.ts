import { localTimeIn } from '../domain/clock-arithmetic/index.js';
import { LetterError } from './letter-error.js';
import type {
  EffectCounts,
  LetterBase,
  LetterData,
  LetterTarget,
  ListedTargets,
  RenderedLetterKind,
} from './letter-data.js';
import type { Ground } from './rulebook.js';

/** Items named in the text itself: a mail longer than this is read by nobody. Where there are more, the annex names all. */
export const LISTED_TARGETS = 200;

function words(ground: Ground | undefined, language: string, part: 'title' | 'text'): string {
  return ground?.[part][language] ?? ground?.[part]['en'] ?? '';
}

/** One item as letters name it. */
export function itemView({ no, type, locator, grounds: codes, note }: LetterTarget, { grounds, language }: Words) {
  const titleOf = (code: string) =>
    words(
      grounds.find((ground) => ground.code === code),
      language,
      'title',
    );
  return {
    no,
    type: type.replaceAll('_', ' '),
    locator,
    grounds: codes.map((code) => titleOf(code).toLowerCase()).join(', '),
    note: codes.includes('other') && note ? note : null,
  };
}

function listView({ targets, total, grounds: all }: ListedTargets, { grounds, language }: Words) {
  const listed = targets.slice(0, LISTED_TARGETS).map((target) => itemView(target, { grounds, language }));
  const codes = all ?? targets.flatMap((target) => target.grounds);
  const used = grounds.filter(({ code }) => codes.includes(code));
  return {
    total,
    listed,
    more: Math.max(0, total - listed.length),
    explained: used.map((ground) => ({
      title: words(ground, language, 'title'),
      text: words(ground, language, 'text'),
    })),
  };
}

function outcomesOf(counts: EffectCounts): { label: string; count: number; always: boolean }[] {
  return [
    { label: 'withheld', count: counts.withheld, always: true },
    { label: 'removed', count: counts.removed, always: true },
    { label: 'labelled', count: counts.labelled, always: true },
    { label: 'preserved', count: counts.preserved, always: true },
    { label: 'disclosure approved, made apart from this letter', count: counts.disclosed ?? 0, always: false },
    { label: 'refused', count: counts.refused, always: true },
    { label: 'clarification asked', count: counts.clarificationAsked, always: true },
    { label: 'not found', count: counts.notFound, always: true },
    { label: 'not the target', count: counts.notTheTarget, always: true },
    { label: 'already actioned', count: counts.alreadyActioned, always: true },
    { label: 'failed', count: counts.failed, always: true },
    { label: 'acted upon and restored', count: counts.restored ?? 0, always: false },
    { label: 'decided, not yet carried out', count: counts.pending ?? 0, always: false },
    { label: 'under review', count: counts.underReview ?? 0, always: false },
  ].filter(({ count, always }) => always || count > 0);
}

/** Whether the outcomes of a report add up to its total, each a whole number from 0. */
export function countsAddUp(counts: EffectCounts): boolean {
  const outcomes = outcomesOf(counts);
  if (!outcomes.every(({ count }) => Number.isSafeInteger(count) && count >= 0)) return false;
  return outcomes.reduce((sum, { count }) => sum + count, 0) === counts.total;
}

function reportView(report: LetterData<'report_of_effect'>) {
  const { counts, countries, sameCountries, givenUp, correctsSentAtMs, removedUnderOwnRules } = report;
  const outcomes = outcomesOf(counts);
  if (!countsAddUp(counts)) {
    throw new LetterError(
      `The report's counts do not add up: ${outcomes.map(({ count }) => count).join(' + ')} is not ${counts.total}. Count the ledger again.`,
    );
  }
  const width = String(counts.total).length;
  return {
    total: counts.total,
    outcomes: outcomes.map(({ label, count }) => ({ label, count: String(count).padStart(width) })),
    check: `${outcomes.map(({ count }) => count).join(' + ')} = ${counts.total}`,
    withheld: counts.withheld,
    acted:
      counts.withheld +
      counts.removed +
      counts.labelled +
      counts.preserved +
      (counts.disclosed ?? 0) +
      (counts.restored ?? 0),
    countries: countries.join(', '),
    same_countries: sameCountries,
    failed: counts.failed,
    given_up: givenUp ?? 0,
    removed_under_own_rules: removedUnderOwnRules ?? 0,
    corrects_utc: correctsSentAtMs === undefined ? '' : utc(correctsSentAtMs),
  };
}

/** `2021-02-04 18:00:00.000 UTC`. */
const utc = (atMs: number) => new Date(atMs).toISOString().replace('T', ' ').replace('Z', ' UTC');

function baseView({ serviceName, authorityName, reference, number, receivedAtMs, zone, fields, missing }: LetterBase) {
  return {
    service: serviceName,
    authority: authorityName,
    reference,
    number,
    received_utc: utc(receivedAtMs),
    received_local: localTimeIn(zone, receivedAtMs).replace('T', ' '),
    zone,
    salutation: fields?.salutation ?? '',
    remarks: fields?.remarks ?? '',
    missing: missing ?? [],
  };
}

export interface Words {
  grounds: readonly Ground[];
  language: string;
}

/** What each letter says beside the base. */
const VIEWS: { [K in RenderedLetterKind]: (data: LetterData<K>, texts: Words) => Record<string, unknown> } = {
  acknowledgement: ({ targetCount }) => ({ target_count: targetCount }),
  push_back: listView,
  clarification: listView,
  report_of_effect: reportView,
  dialogue_request: ({ with: office, subject, proposal }) => ({ office, subject, proposal }),
  status_update: ({ stage, targetCount, decidedCount }) => ({
    stage,
    // A notice that lists nothing gets no report: once approved, this letter is the answer.
    answers: targetCount === 0 && (stage === 'reporting' || stage === 'in_force'),
    target_count: targetCount,
    decided_count: decidedCount,
  }),
};

/** What the templates see: plain values under snake_case names. */
export function toView<K extends RenderedLetterKind>(
  { kind, data }: { kind: K; data: LetterData<K> },
  texts: Words,
): Record<string, unknown> {
  return { ...baseView(data), ...VIEWS[kind](data, texts) };
}

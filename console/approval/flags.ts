import { LETTER_NOTES, type LetterNote } from '../../domain/letters/letter.js';
import { countActing, type Risk } from '../../domain/submissions/submission.js';
import {
  BY_COUNTRY_DECISIONS,
  EVERYWHERE_DECISIONS,
  type DecisionAction,
} from '../../domain/targets/decision-action.js';
import type { Conversation, Notice } from '../http/types.js';
import type { LineFilter, SubmissionRecord } from './types.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { SENDER_DOUBTS, type SenderDoubt } from '../../domain/notices/sender-doubt.js';

/**
 * Risks with a flag of their own. The others are reported by what the screen counts: protected targets, open checklist
 * points.
 */
type ShownRisk = Exclude<Risk, 'protected' | 'checklist_unread'>;

/** Doubts whose flag says more to an approver than the sender check does. */
const TOLD_APART = ['sender_unproven', 'sender_near_name', 'sender_foreign_mail'] as const;
type PlainDoubt = Exclude<SenderDoubt, (typeof TOLD_APART)[number]>;

/** Whether a flag has the text of the sender check, `authenticity:doubt`. */
export const isPlainDoubt = (name: FlagName): name is PlainDoubt =>
  isOneOf(SENDER_DOUBTS, name) && !isOneOf(TOLD_APART, name);

/** What an approver has to look at. Each name has its title, and most their text, under `approval:flag`. */
export type FlagName =
  | ShownRisk
  | LetterNote
  | 'mass_at_once'
  | 'protected_acting'
  | 'protected_spared'
  | 'everywhere'
  | 'checklist_missing'
  | 'checklist_unread'
  | 'list_unread'
  | 'order_stopped'
  | ConversationFlag;

type ConversationFlag = 'opinion_opposed' | 'opinion_overdue' | 'opinion_owed' | 'comments_open';

export interface Flag {
  name: FlagName;
  tone: 'guard' | 'urgent' | 'caution';
  count: number;
  values: Record<string, string | number>;
  /** The filter that shows the decisions concerned; null if there are none to show. */
  show: LineFilter | 'conversations' | null;
}

interface FlagFacts {
  submission: Pick<SubmissionRecord, 'purpose' | 'risks' | 'byAction' | 'actingSoFar'>;
  checklist: Notice['checklist'];
  /**
   * `guarded`: protected targets in the submission; `guardedActing`: those of them with an action that affects
   * somebody.
   */
  guarded: number;
  guardedActing: number;
  unreadLines: number;
  letterNotes: readonly LetterNote[];
  /** The order's status if it is not in effect; null otherwise. */
  order: Notice['order'];
  /** The territorial reach of the order's law, in words. */
  reach: string;
}

const TONE: Record<ShownRisk, Flag['tone']> = {
  order_not_in_effect: 'urgent',
  emergency: 'urgent',
  disclosure: 'urgent',
  mass: 'urgent',
  refusal_of_all: 'urgent',
  wider_than_order: 'caution',
  departs_from_precedent: 'caution',
  necessity_unanswered: 'urgent',
  document_missing: 'caution',
  cause_unshown: 'urgent',
  still_preserved: 'urgent',
  sender_unproven: 'urgent',
  sender_is_new: 'caution',
  sender_near_name: 'urgent',
  sender_foreign_mail: 'urgent',
  sender_lookalike_domain: 'urgent',
  sender_outside_law: 'urgent',
  sender_contact_changed: 'caution',
  sender_not_called: 'caution',
  sender_check_incomplete: 'caution',
  document_presses: 'caution',
  document_wrong_rank: 'caution',
  document_no_letterhead: 'caution',
  document_no_number: 'caution',
  reference_reused: 'urgent',
  document_repeats: 'urgent',
};

/**
 * Returns all flags, the worst first. A restoration has only its risks, because it reverts what was approved before.
 */
export function listFlags(facts: FlagFacts): Flag[] {
  const { submission, checklist, guarded, guardedActing, unreadLines, letterNotes, reach } = facts;
  const { risks } = submission;
  if (submission.purpose === 'restoration') return risks.filter(isReported).map((risk) => riskFlag(risk, submission));
  const everywhere = everywhereFlag(submission, reach);
  const others = risks
    .filter(isReported)
    .filter((risk) => risk !== 'order_not_in_effect')
    // Worldwide removals have a flag of their own with a count; for country-limited actions the risk is the only flag.
    .filter(
      (risk) =>
        risk !== 'wider_than_order' ||
        firstActionIn(submission.byAction, BY_COUNTRY_DECISIONS) !== undefined ||
        everywhere.length === 0,
    )
    .map((risk) => riskFlag(risk, submission));
  const [first, rest] = [
    others.filter(({ tone }) => tone === 'urgent'),
    others.filter(({ tone }) => tone !== 'urgent'),
  ];
  return [
    ...orderFlag(facts),
    ...guardFlag(guarded, guardedActing),
    ...first,
    ...everywhere,
    ...rest,
    ...languageFlags(letterNotes),
    ...listFlag(unreadLines),
    ...documentFlags(checklist),
  ];
}

function isReported(risk: Risk): risk is ShownRisk {
  return risk !== 'protected' && risk !== 'checklist_unread';
}

/** The first flag of all: the approval would enforce an order that is not in effect. */
function orderFlag({ submission: { risks }, order }: FlagFacts): Flag[] {
  if (!risks.includes('order_not_in_effect')) return [];
  const { reason = '', upheld = null } = order ?? {};
  const flag = { tone: 'urgent', count: 0, show: null } as const;
  if (upheld === null) return [{ ...flag, name: 'order_stopped', values: { status: reason } }];
  const values = { status: reason, name: upheld.byName, reason: upheld.reason };
  return [{ ...flag, name: 'order_not_in_effect', values }];
}

function guardFlag(guarded: number, acting: number): Flag[] {
  if (guarded === 0) return [];
  const name = acting > 0 ? 'protected_acting' : 'protected_spared';
  return [{ name, tone: 'guard', count: guarded, values: { acting }, show: { protected: 'any' } }];
}

/** Removals apply in every country, whatever the reach of the order's law. */
function everywhereFlag({ byAction }: FlagFacts['submission'], reach: string): Flag[] {
  const action = firstActionIn(byAction, EVERYWHERE_DECISIONS);
  if (action === undefined) return [];
  const count = EVERYWHERE_DECISIONS.reduce((sum, one) => sum + (byAction[one] ?? 0), 0);
  return [{ name: 'everywhere', tone: 'caution', count, values: { reach }, show: { action } }];
}

function riskFlag(name: ShownRisk, { byAction, actingSoFar }: FlagFacts['submission']): Flag {
  const counts: Partial<Record<ShownRisk, number>> = {
    emergency: countActing(byAction),
    disclosure: byAction['disclose'] ?? 0,
    mass: actingSoFar,
    refusal_of_all: byAction.push_back ?? 0,
  };
  const facts = { tone: TONE[name], count: counts[name] ?? 0, show: showFor(name, byAction) };
  if (name !== 'mass') return { name, values: {}, ...facts };
  const here = countActing(byAction);
  return { name: here === actingSoFar ? 'mass_at_once' : 'mass', values: { here }, ...facts };
}

function showFor(name: Risk, byAction: SubmissionRecord['byAction']): LineFilter | null {
  if (name === 'disclosure') return { action: 'disclose' };
  if (name !== 'wider_than_order') return null;
  const action = firstActionIn(byAction, BY_COUNTRY_DECISIONS);
  return action === undefined ? null : { action };
}

function firstActionIn(
  byAction: SubmissionRecord['byAction'],
  actions: readonly DecisionAction[],
): DecisionAction | undefined {
  return actions.find((action) => (byAction[action] ?? 0) > 0);
}

function languageFlags(notes: FlagFacts['letterNotes']): Flag[] {
  return LETTER_NOTES.flatMap((name) => {
    const count = notes.filter((note) => note === name).length;
    return count === 0 ? [] : [{ name, tone: 'caution', count, values: {}, show: null }];
  });
}

function listFlag(unread: number): Flag[] {
  return unread === 0 ? [] : [{ name: 'list_unread', tone: 'caution', count: unread, values: {}, show: null }];
}

function documentFlags(checklist: Notice['checklist']): Flag[] {
  const of = checklist.length;
  const missing = checklist.filter(({ answer }) => answer === 'missing');
  const unread = checklist.filter(({ answer }) => answer === null).length;
  const flags: Flag[] = [];
  if (missing.length > 0) {
    const names = missing.map(({ asks }) => asks).join(' ');
    flags.push({
      name: 'checklist_missing',
      tone: 'caution',
      count: missing.length,
      values: { of, names },
      show: null,
    });
  }
  if (unread > 0) flags.push({ name: 'checklist_unread', tone: 'caution', count: unread, values: { of }, show: null });
  return flags;
}

/** What colleagues have said, the worst first. An opinion against stays a flag after its conversation is resolved. */
export function conversationFlags(all: readonly Pick<Conversation, 'opinion' | 'state'>[]): Flag[] {
  const open = all.filter(({ state }) => state === 'open');
  const owed = open.flatMap(({ opinion }) => (opinion?.answer === null ? [opinion] : []));
  const counts: [ConversationFlag, Flag['tone'], number][] = [
    ['opinion_opposed', 'urgent', all.filter(({ opinion }) => opinion?.answer === 'oppose').length],
    ['opinion_overdue', 'urgent', owed.filter(({ overdue }) => overdue).length],
    ['opinion_owed', 'caution', owed.filter(({ overdue }) => !overdue).length],
    ['comments_open', 'caution', open.length],
  ];
  return counts.flatMap(([name, tone, count]) =>
    count === 0 ? [] : [{ name, tone, count, values: {}, show: 'conversations' }],
  );
}

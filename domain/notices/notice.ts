import { isOneOf } from '../is-one-of.js';

const ORDERS = [
  'blocking_order',
  'removal_order',
  'court_order',
  'information_order',
  'preservation_order',
  'correction_direction',
] as const;
const REMINDING = ['non_compliance_notice', 'show_cause', 'reminder'] as const;
const ENDING = ['confirmation', 'revocation'] as const;
const FOLLOW_UPS = [...REMINDING, 'amendment', ...ENDING] as const;

/** Kinds of documents that an authority sends (docs/integrating/interface.md, Intake). */
export const NOTICE_KINDS = [...ORDERS, 'request', 'referral', ...FOLLOW_UPS] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Whether a notice orders something, rather than asking, reminding or answering. */
export function isOrder(kind: NoticeKind): boolean {
  return isOneOf(ORDERS, kind);
}

/** Whether a notice concerns an earlier one, whose secrecy it then inherits. */
export function isFollowUp(kind: NoticeKind): boolean {
  return isOneOf(FOLLOW_UPS, kind);
}

export const KINDS_WITHOUT_TARGETS: readonly NoticeKind[] = [...REMINDING, ...ENDING, 'request', 'information_order'];

export const STAGES = ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

export const OUTCOMES = ['complied', 'partly_complied', 'restored', 'refused', 'void', 'withdrawn', 'unable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Urgency set in triage, for people; it moves no deadline. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Orders of the queue. The legal deadline comes first by default: a priority moves no due time. */
export const NOTICE_SORTS = ['due', 'received', 'consequence', 'priority'] as const;
export type NoticeSort = (typeof NOTICE_SORTS)[number];

/** The more urgent, the higher; a notice without a priority stands with the normal ones. */
export function rankPriority(priority: Priority | null): number {
  return PRIORITIES.length - 1 - PRIORITIES.indexOf(priority ?? 'normal');
}

/** How far the sender is proven; a verified channel proves the mailbox, not the person. */
export const AUTHENTICITIES = ['unverified', 'channel_verified', 'signer_verified', 'rejected'] as const;
export type Authenticity = (typeof AUTHENTICITIES)[number];

export const SECRECY_LEVELS = ['open', 'restricted', 'gagged'] as const;
export type SecrecyLevel = (typeof SECRECY_LEVELS)[number];
/** As stored: the canary's notices have a level that cannot be requested. */
export type KeptSecrecyLevel = SecrecyLevel | 'canary';

export const LINK_KINDS = [
  'follows',
  'amends',
  'narrows',
  'duplicates',
  'reminds',
  'non_compliance_of',
  'confirms',
  'revokes',
  'supersedes',
  'stays',
  'lifts_stay',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Returns the workflow id of a notice. It contains no personal data, since ids are never encrypted. */
export function makeNoticeWorkflowId(noticeId: string): string {
  return `notice-${noticeId}`;
}

/** Returns the notice of a workflow id, or null if it is not a notice's workflow. */
export function noticeOfWorkflow(workflowId: string): string | null {
  return /^notice-(.+)$/.exec(workflowId)?.[1] ?? null;
}

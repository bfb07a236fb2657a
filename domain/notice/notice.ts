/** Kinds of paper an authority sends (docs/interface.md, Intake). */
export const NOTICE_KINDS = [
  'blocking_order',
  'removal_order',
  'court_order',
  'information_order',
  'preservation_order',
  'correction_direction',
  'request',
  'referral',
  'non_compliance_notice',
  'show_cause',
  'reminder',
  'amendment',
  'confirmation',
  'revocation',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Kinds by which an authority orders something: the law behind it asks for a paper. */
const ORDERS: readonly NoticeKind[] = [
  'blocking_order',
  'removal_order',
  'court_order',
  'information_order',
  'preservation_order',
  'correction_direction',
];

/** Whether a notice orders something, and does not only ask, remind or answer. */
export function isOrder(kind: NoticeKind): boolean {
  return ORDERS.includes(kind);
}

/** Kinds that say more of an earlier notice. */
const FOLLOW_UPS: readonly NoticeKind[] = [
  'non_compliance_notice',
  'show_cause',
  'reminder',
  'amendment',
  'confirmation',
  'revocation',
];

/** Whether a notice is about an earlier one, which it then is as secret as. */
export function isFollowUp(kind: NoticeKind): boolean {
  return FOLLOW_UPS.includes(kind);
}

/** Kinds that may come without a list of targets. */
export const KINDS_WITHOUT_TARGETS: readonly NoticeKind[] = [
  'non_compliance_notice',
  'show_cause',
  'reminder',
  'confirmation',
  'revocation',
  'request',
  'information_order',
];

export const STAGES = ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

export const OUTCOMES = ['complied', 'partly_complied', 'restored', 'refused', 'void', 'withdrawn', 'unable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How urgent triage finds a notice; for people, it moves no deadline. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Proof of who sent the notice; the channel proves the mailbox, not the person. */
export const AUTHENTICITIES = ['unverified', 'channel_verified', 'signer_verified', 'rejected'] as const;
export type Authenticity = (typeof AUTHENTICITIES)[number];

export const SECRECY_LEVELS = ['open', 'restricted', 'gagged'] as const;
export type SecrecyLevel = (typeof SECRECY_LEVELS)[number];
/** As kept: the canary's notices have a level that nobody can ask for. */
export type KeptSecrecyLevel = SecrecyLevel | 'canary';

/** Ways one notice relates to another. */
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

/** The workflow id of a notice. No personal data: ids are never encrypted. */
export function makeNoticeWorkflowId(noticeId: string): string {
  return `notice-${noticeId}`;
}

/** The notice of a workflow id; null for a workflow that is no notice's. */
export function noticeOfWorkflow(workflowId: string): string | null {
  return /^notice-(.+)$/.exec(workflowId)?.[1] ?? null;
}

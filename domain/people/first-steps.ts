import type { EventAction } from '../event.js';
import type { Role } from './permission.js';

/** What a new person of a role does first. A step without acts leaves no record, and the person ticks it. */
const STEP_TABLE = {
  claim: { to: '/', acts: ['claim'] },
  triage: { to: '/', acts: ['triage'] },
  decide: { to: '/', acts: ['decide'] },
  submit: { to: '/', acts: ['submit'] },
  comment: { to: '/', acts: ['commented', 'annotate'] },
  approve: { to: '/approvals', acts: ['approve'] },
  return: { to: '/approvals', acts: ['return'] },
  passkey: { to: '/for-me', acts: ['passkey_added'] },
  notifications: { to: '/for-me', acts: [] },
  opinion: { to: '/for-me', acts: ['opinion_given'] },
  law: { to: '/rulebook', acts: ['law_reviewed'] },
  access: { to: '/', acts: ['reclassify', 'reclassify_requested'] },
  assign: { to: '/', acts: ['assign'] },
  page: { to: '/ops', acts: ['acknowledge_escalation', 'page_acknowledged'] },
  health: { to: '/ops', acts: [] },
  roster: { to: '/roster', acts: ['roster_changed'] },
  outbox: { to: '/outbox', acts: [] },
  file: { to: '/intake', acts: ['notice_received'] },
  targets: { to: '/', acts: ['add_targets', 'targets_added'] },
  document: { to: '/', acts: ['document_added'] },
  check: { to: '/intake', acts: [] },
  receipts: { to: '/', acts: [] },
  log: { to: '/audit', acts: [] },
  leaf: { to: '/audit', acts: [] },
  report: { to: '/reports', acts: [] },
  inForce: { to: '/restrictions', acts: [] },
  person: { to: '/people', acts: ['person_saved', 'change_requested'] },
  key: { to: '/people', acts: ['key_created'] },
  authority: { to: '/authorities', acts: ['authority_saved'] },
  absence: { to: '/people', acts: ['absence_entered'] },
  change: { to: '/changes', acts: ['change_confirmed'] },
} as const satisfies Record<string, { to: string; acts: readonly EventAction[] }>;

export type FirstStep = keyof typeof STEP_TABLE;
export const STEP_FACTS: Readonly<Record<FirstStep, { to: string; acts: readonly EventAction[] }>> = STEP_TABLE;

/** Five a role, in the order in which a person meets them. */
export const FIRST_STEPS: Readonly<Record<Role, readonly FirstStep[]>> = {
  intake: ['file', 'check', 'targets', 'document', 'receipts'],
  reviewer: ['claim', 'triage', 'decide', 'submit', 'comment'],
  approver: ['approve', 'return', 'comment', 'passkey', 'notifications'],
  counsel: ['approve', 'opinion', 'law', 'access', 'passkey'],
  ops: ['health', 'assign', 'page', 'roster', 'outbox'],
  auditor: ['log', 'leaf', 'report', 'inForce', 'passkey'],
  admin: ['person', 'key', 'authority', 'absence', 'change'],
};

/** The steps of a person's roles that one of these acts fulfils. */
export function listDoneSteps(roles: readonly Role[], acts: ReadonlySet<string>): FirstStep[] {
  const steps = new Set(roles.flatMap((role) => FIRST_STEPS[role]));
  return [...steps].filter((step) => STEP_FACTS[step].acts.some((act) => acts.has(act)));
}

/** The acts that fulfil a step of these roles. */
export function listStepActs(roles: readonly Role[]): EventAction[] {
  return [...new Set(roles.flatMap((role) => FIRST_STEPS[role].flatMap((step) => STEP_FACTS[step].acts)))];
}

import type { Actor } from './actor.js';
import type { CommandName } from './command.js';
import { can, rolesWith, type Permission } from './permission.js';
import type { Rejection } from './rejection.js';

/** The permission each command asks for. Commands of the desk itself ask for none and are open to the system alone. */
const PERMISSION_OF: Record<CommandName, Permission | null> = {
  triage: 'triage',
  claim: 'claim',
  release: 'release',
  assign: 'assign',
  submit: 'submit',
  reinstate: 'reinstate',
  approve: 'approve',
  return: 'return',
  confirm_deadline: 'confirm_deadline',
  pause: 'pause',
  resume: 'resume',
  extend: 'extend',
  acknowledge_escalation: 'acknowledge_escalation',
  request_dialogue: 'request_dialogue',
  record_dialogue: 'record_dialogue',
  link: 'link',
  annotate: 'annotate',
  close: 'close',
  reopen: 'reopen',
  add_targets: null,
  authority_act: null,
  move_clock: null,
  start_clocks: null,
};

/** What four eyes needs to know of a submission: its author and who has said yes. */
export interface Authorship {
  state: 'open' | 'approved' | 'returned';
  by: string;
  approvals: readonly { by: string }[];
}

/**
 * Authorship first, permission second, state last: an author who approves is told so whatever roles they hold
 * (contract section 2).
 */
export function refuseByAuthorshipOrPermission(
  submission: Authorship | null,
  actor: Actor,
  name: CommandName,
): Rejection | null {
  if (name === 'approve' && submission !== null && submission.state !== 'returned') {
    if (submission.by === actor.id) {
      return { code: 'four_eyes', cure: 'You made this submission. Another person has to approve it.' };
    }
    if (submission.approvals.some(({ by }) => by === actor.id)) {
      return { code: 'four_eyes', cure: 'You have already said yes. The next yes has to come from another person.' };
    }
  }
  const permission = PERMISSION_OF[name];
  if (permission === null) {
    return actor.kind === 'person' ? { code: 'forbidden', cure: 'Only the desk itself records this.' } : null;
  }
  if (actor.kind === 'system' || can(actor.roles, permission)) return null;
  return { code: 'forbidden', cure: `This needs one of the roles ${rolesWith(permission).join(', ')}.` };
}

import { refuseByAuthorshipOrPermission, type Authorship } from './authority-to-act.js';
import type { Actor } from './actor.js';
import type { CommandName } from './command.js';
import type { Stage } from './notice.js';
import { can } from './permission.js';

const IN_STAGE: Record<CommandName | 'decide', readonly Stage[]> = {
  triage: ['triage', 'review'],
  claim: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  release: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  assign: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  decide: ['triage', 'review', 'in_force'],
  submit: ['triage', 'review', 'in_force'],
  reinstate: ['reporting', 'in_force'],
  approve: ['approval'],
  return: ['approval'],
  confirm_deadline: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  acknowledge_escalation: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  pause: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  resume: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  extend: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  request_dialogue: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  record_dialogue: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  link: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  annotate: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  close: ['triage', 'review', 'reporting', 'in_force'],
  reopen: ['closed'],
  add_targets: [],
  authority_act: [],
  move_clock: [],
  start_clocks: [],
};

/** What an actor may do to a notice now, by the names of the routes. State of single clocks is left to the command itself. */
export function allowedCommands(stage: Stage, submission: Authorship | null, actor: Actor): string[] {
  return (Object.keys(IN_STAGE) as (CommandName | 'decide')[])
    .filter((name) => IN_STAGE[name].includes(stage))
    .filter((name) =>
      name === 'decide' ? can(actor.roles, 'decide') : refuseByAuthorshipOrPermission(submission, actor, name) === null,
    )
    .map((name) => name.replaceAll('_', '-'));
}

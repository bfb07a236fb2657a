import { refuseByAuthorshipOrPermission, type Involved } from '../command/authority-to-act.js';
import type { Actor } from '../people/actor.js';
import type { CommandName } from '../command/command.js';
import type { Stage } from './notice.js';
import { can } from '../people/permission.js';

/** Acts on drafts, which touch the registry alone; all of them are deciding. */
const DRAFTING = ['decide', 'undo_decide', 'copy_decisions', 'second_read'] as const;
type Drafting = (typeof DRAFTING)[number];

const IN_STAGE: Record<CommandName | Drafting, readonly Stage[]> = {
  triage: ['triage', 'review'],
  claim: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  release: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  assign: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  decide: ['triage', 'review', 'in_force'],
  undo_decide: ['triage', 'review', 'in_force'],
  copy_decisions: ['triage', 'review', 'in_force'],
  second_read: ['triage', 'review', 'in_force'],
  submit: ['review', 'in_force'],
  reinstate: ['reporting', 'in_force'],
  approve: ['approval'],
  return: ['approval'],
  ratify: ['review', 'approval', 'enforcement', 'reporting', 'in_force'],
  confirm_deadline: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  acknowledge_escalation: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  pause: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  resume: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  extend: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  request_dialogue: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  record_dialogue: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  link: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  annotate: ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'],
  // A route of its own (`/v1/ops/notices/{id}/repair`), so not among a notice's commands.
  repair: [],
  close: ['triage', 'review', 'reporting', 'in_force'],
  reopen: ['closed'],
  add_targets: [],
  authority_act: [],
  move_clock: [],
  start_clocks: [],
};

/** What a claim reserves to whoever holds the notice. */
const HELD: readonly (CommandName | Drafting)[] = ['triage', 'decide', 'undo_decide', 'copy_decisions', 'submit'];

/** What is asked of a notice to say what may be done to it. */
interface Standing extends Involved {
  /** Whether another person's claim keeps the actor out. */
  heldByAnother?: boolean;
}

/** What an actor may do to a notice now, by the names of the routes. State of single clocks is left to the command itself. */
export function allowedCommands(stage: Stage, involved: Standing, actor: Actor): string[] {
  return (Object.keys(IN_STAGE) as (CommandName | Drafting)[])
    .filter((name) => IN_STAGE[name].includes(stage))
    .filter((name) => name !== 'ratify' || involved.ratification != null)
    .filter((name) => involved.heldByAnother !== true || !isReserved(name, actor))
    .filter((name) =>
      isDrafting(name) ? can(actor.roles, 'decide') : refuseByAuthorshipOrPermission(involved, actor, name) === null,
    )
    .map((name) => name.replaceAll('_', '-'));
}

/** Counsel alone may take a notice from whoever holds it. */
function isReserved(name: CommandName | Drafting, { roles }: Actor): boolean {
  return HELD.includes(name) || (name === 'claim' && !can(roles, 'override'));
}

function isDrafting(name: CommandName | Drafting): name is Drafting {
  return (DRAFTING as readonly string[]).includes(name);
}

import { isOneOf } from '../is-one-of.js';
import type { Stage } from '../notice/notice.js';
import type { Permission } from '../people/permission.js';
import type { CommandName } from './command.js';

/** Acts on drafts, which touch the registry alone; the workflow hears of them at `submit`. */
export const DRAFTING = ['decide', 'undo_decide', 'copy_decisions', 'second_read'] as const;
export type DraftingName = (typeof DRAFTING)[number];

/** Acts that the registry decides alone: those on drafts, and who may know of the notice. */
export const REGISTRY_ACTS = [...DRAFTING, 'reclassify'] as const;
export type RegistryActName = (typeof REGISTRY_ACTS)[number];

/** What may be asked of a notice: what the workflow decides, and what the registry does. */
export type ActName = CommandName | RegistryActName;

interface CommandFacts {
  /** Who may give it; null: the desk itself alone. */
  permission: Permission | null;
  /** Stages in which it is offered on a notice; none: it has another way in, or is the desk's own. */
  stages: readonly Stage[];
  /** Stages it may move the notice to. The diagram in README.md shows them; the test of random lives fails on any other move. */
  leadsTo?: readonly Stage[];
  /** Whether a claim keeps everybody but the holder from it. */
  reserved?: true;
  /** Whether preparing it writes rows of its own, which stand or fall with the attempt. */
  preparesRows?: true;
  /** Whether the platform is first to say who the targets are: whoever decides should see which are protected. */
  awaitsResolved?: true;
}

const OPEN: readonly Stage[] = ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'];
/** Stages in which decisions are drafted. */
const DRAFT_STAGES = ['triage', 'review', 'in_force'] as const satisfies readonly Stage[];

/** The one table of commands: routes, offers, preparations and the console's buttons are made from it. */
export const COMMAND_TABLE: Record<ActName, CommandFacts> = {
  triage: {
    permission: 'triage',
    stages: ['triage', 'review'],
    leadsTo: ['review'],
    reserved: true,
    preparesRows: true,
  },
  verify_sender: { permission: 'verify_sender', stages: OPEN, preparesRows: true },
  claim: { permission: 'claim', stages: OPEN },
  release: { permission: 'release', stages: OPEN },
  assign: { permission: 'assign', stages: OPEN },
  decide: { permission: 'decide', stages: DRAFT_STAGES, reserved: true, awaitsResolved: true },
  undo_decide: { permission: 'decide', stages: DRAFT_STAGES, reserved: true },
  copy_decisions: { permission: 'decide', stages: DRAFT_STAGES, reserved: true, awaitsResolved: true },
  second_read: { permission: 'decide', stages: DRAFT_STAGES },
  reclassify: { permission: 'reclassify', stages: [...OPEN, 'closed'] },
  submit: {
    permission: 'submit',
    stages: ['review', 'in_force'],
    leadsTo: ['approval'],
    reserved: true,
    preparesRows: true,
    awaitsResolved: true,
  },
  reinstate: {
    permission: 'reinstate',
    stages: ['reporting', 'in_force'],
    leadsTo: ['approval', 'enforcement', 'in_force'],
    preparesRows: true,
  },
  approve: { permission: 'approve', stages: ['approval'], leadsTo: ['enforcement', 'reporting', 'in_force'] },
  return: { permission: 'return', stages: ['approval'], leadsTo: ['review', 'reporting', 'in_force'] },
  ratify: { permission: 'ratify', stages: ['review', 'approval', 'enforcement', 'reporting', 'in_force'] },
  confirm_deadline: { permission: 'confirm_deadline', stages: OPEN },
  acknowledge_escalation: { permission: 'acknowledge_escalation', stages: OPEN },
  pause: { permission: 'pause', stages: OPEN, preparesRows: true },
  resume: { permission: 'resume', stages: OPEN, preparesRows: true },
  extend: { permission: 'extend', stages: OPEN, preparesRows: true },
  request_dialogue: { permission: 'request_dialogue', stages: OPEN, preparesRows: true },
  record_dialogue: { permission: 'record_dialogue', stages: OPEN },
  link: { permission: 'link', stages: OPEN, preparesRows: true },
  annotate: { permission: 'annotate', stages: OPEN },
  uphold_order: { permission: 'uphold_order', stages: OPEN, preparesRows: true },
  // A route of its own (`/v1/ops/notices/{id}/repair`), so not among a notice's commands.
  repair: { permission: 'repair', stages: [], leadsTo: ['closed'] },
  close: { permission: 'close', stages: ['triage', 'review', 'reporting', 'in_force'], leadsTo: ['closed'] },
  reopen: { permission: 'reopen', stages: ['closed'], leadsTo: ['review', 'in_force'] },
  add_targets: { permission: null, stages: [] },
  authority_act: { permission: null, stages: [] },
  authority_replied: { permission: null, stages: [] },
  move_clock: { permission: null, stages: [] },
  order_status_changed: { permission: null, stages: [] },
  start_clocks: { permission: null, stages: [] },
  users_told: { permission: null, stages: [] },
};

export function isRegistryAct(name: ActName): name is RegistryActName {
  return isOneOf(REGISTRY_ACTS, name);
}

export function isDrafting(name: ActName): name is DraftingName {
  return isOneOf(DRAFTING, name);
}

/** Whether decisions are drafted at this stage. */
export function isDraftStage(stage: Stage): boolean {
  return isOneOf(DRAFT_STAGES, stage);
}

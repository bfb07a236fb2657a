import { isOneOf } from '../is-one-of.js';
import type { Stage } from '../notices/notice.js';
import type { Permission } from '../people/permission.js';
import type { CommandName } from './command.js';

export const DRAFTING = ['decide', 'undo_decide', 'copy_decisions', 'second_review'] as const;
export type DraftingName = (typeof DRAFTING)[number];

/** Acts that the registry decides alone: those on drafts, and changes of secrecy. */
export const REGISTRY_ACTS = [...DRAFTING, 'reclassify'] as const;
export type RegistryActName = (typeof REGISTRY_ACTS)[number];

/** Every act on a notice: commands that the workflow decides, and acts of the registry. */
export type ActName = CommandName | RegistryActName;

interface CommandFacts {
  /** Permission it needs; null: only the desk itself. */
  permission: Permission | null;
  /** Stages in which a notice offers it; empty: it has another entry point or belongs to the desk. */
  stages: readonly Stage[];
  /** Stages it may move the notice to. The diagram in README.md shows them; the test of random lives fails on any other move. */
  leadsTo?: readonly Stage[];
  /** While the notice is claimed, only the holder may give it. */
  reserved?: true;
  /** Preparing it writes rows of its own, which are committed or rolled back with the attempt. */
  preparesRows?: true;
  /** The platform must first identify the targets, so that the decider sees which are protected. */
  awaitsResolved?: true;
}

const OPEN: readonly Stage[] = ['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'];
export const DRAFT_STAGES = ['triage', 'review', 'in_force'] as const satisfies readonly Stage[];

/** The single table of commands, from which routes, offers, preparations and the console's buttons are made. */
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
  second_review: { permission: 'decide', stages: DRAFT_STAGES },
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
  // Has a route of its own (`/v1/ops/notices/{id}/repair`), so it is not among a notice's commands.
  repair: { permission: 'repair', stages: [], leadsTo: ['closed'] },
  close: { permission: 'close', stages: ['triage', 'review', 'reporting', 'in_force'], leadsTo: ['closed'] },
  reopen: { permission: 'reopen', stages: ['closed'], leadsTo: ['review', 'in_force'] },
  add_targets: { permission: null, stages: [] },
  authority_act: { permission: null, stages: [] },
  authority_replied: { permission: null, stages: [] },
  move_clock: { permission: null, stages: [] },
  order_status_changed: { permission: null, stages: [] },
  start_clocks: { permission: null, stages: [] },
  users_notified: { permission: null, stages: [] },
};

export function isRegistryAct(name: ActName): name is RegistryActName {
  return isOneOf(REGISTRY_ACTS, name);
}

export function isDrafting(name: ActName): name is DraftingName {
  return isOneOf(DRAFTING, name);
}

export function isDraftStage(stage: Stage): boolean {
  return isOneOf(DRAFT_STAGES, stage);
}

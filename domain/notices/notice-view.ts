import { refuseByAuthorshipOrPermission, type Involved } from '../commands/authority-to-act.js';
import { COMMAND_TABLE, isDrafting, type ActName } from '../commands/command-table.js';
import { getKeys } from '../record-keys.js';
import type { Actor } from '../people/actor.js';
import { can } from '../people/permission.js';
import { DRAFTING_REASONS, whyNotDraft, whyNotSubmit, type SubmittingFacts } from '../submissions/drafting.js';
import { formatHeld } from './claim.js';
import type { Stage } from './notice.js';

const OFFERED = getKeys(COMMAND_TABLE).filter((name) => COMMAND_TABLE[name].stages.length > 0);

interface InvolvedAndClaim extends Involved {
  heldByAnother?: boolean;
}

/**
 * Returns the commands that an actor may give now, by their route names. The state of single clocks is checked by the
 * command itself.
 */
export function allowedCommands(stage: Stage, involved: InvolvedAndClaim, actor: Actor): string[] {
  return OFFERED.filter((name) => COMMAND_TABLE[name].stages.includes(stage))
    .filter((name) => name !== 'ratify' || involved.ratification != null)
    .filter((name) => involved.heldByAnother !== true || !isReserved(name, actor))
    .filter((name) => refuseByAuthorshipOrPermission(involved, actor, name) === null)
    .map(toRoute);
}

/** Why a command would be refused now: by the actor, by the notice's state, or by a missing prerequisite. */
export const COMMAND_REASONS = ['role', 'four_eyes', 'no_duty', ...DRAFTING_REASONS] as const;
export type CommandReason = (typeof COMMAND_REASONS)[number];

export interface OfferedCommand {
  name: string;
  why: CommandReason | null;
  cure: string | null;
}

/**
 * Returns every command of a notice with the answer this actor would get now. Bodies and single clocks are checked by
 * the command itself.
 */
export function listOfferedCommands(facts: SubmittingFacts, involved: Involved, actor: Actor): OfferedCommand[] {
  return OFFERED.map((name) => {
    const { why, cure } = findCommandReason(name, { facts, involved, actor }) ?? { why: null, cure: null };
    return { name: toRoute(name), why, cure };
  });
}

function findCommandReason(
  name: ActName,
  { facts, involved, actor }: { facts: SubmittingFacts; involved: Involved; actor: Actor },
): { why: CommandReason; cure: string } | null {
  const person = refuseByAuthorshipOrPermission(involved, actor, name);
  if (person !== null) return { why: person.code === 'four_eyes' ? 'four_eyes' : 'role', cure: person.cure };
  const drafting = isDrafting(name)
    ? whyNotDraft({ ...facts, held: name === 'second_review' ? null : facts.held })
    : name === 'submit'
      ? whyNotSubmit(facts)
      : null;
  if (drafting !== null) return { why: drafting.why, cure: drafting.rejection.cure };
  const { stages } = COMMAND_TABLE[name];
  if (!stages.includes(facts.stage))
    return { why: 'stage', cure: `This is possible in ${stages.join(', ')}; the notice is in ${facts.stage}.` };
  if (name === 'ratify' && involved.ratification == null)
    return { why: 'no_duty', cure: 'There is nothing to ratify.' };
  return facts.held !== null && isReserved(name, actor) ? { why: 'held', cure: formatHeld(facts.held) } : null;
}

function isReserved(name: ActName, { roles }: Actor): boolean {
  return COMMAND_TABLE[name].reserved === true || (name === 'claim' && !can(roles, 'override'));
}

function toRoute(name: ActName): string {
  return name.replaceAll('_', '-');
}

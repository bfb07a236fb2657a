import { refuseByAuthorshipOrPermission, type Involved } from '../command/authority-to-act.js';
import { COMMAND_TABLE, isDrafting, type ActName } from '../command/command-table.js';
import { keysOf } from '../keys-of.js';
import type { Actor } from '../people/actor.js';
import { can } from '../people/permission.js';
import { DRAFTING_REASONS, whyNotDraft, whyNotSubmit, type SubmittingFacts } from '../submission/drafting.js';
import { sayHeld } from './claim.js';
import type { Stage } from './notice.js';

/** What is offered on a notice, in the order of the table. */
const OFFERED = keysOf(COMMAND_TABLE).filter((name) => COMMAND_TABLE[name].stages.length > 0);

/** What is asked of a notice to say what may be done to it. */
interface Standing extends Involved {
  /** Whether another person's claim keeps the actor out. */
  heldByAnother?: boolean;
}

/** What an actor may do to a notice now, by the names of the routes. State of single clocks is left to the command itself. */
export function allowedCommands(stage: Stage, involved: Standing, actor: Actor): string[] {
  return OFFERED.filter((name) => COMMAND_TABLE[name].stages.includes(stage))
    .filter((name) => name !== 'ratify' || involved.ratification != null)
    .filter((name) => involved.heldByAnother !== true || !isReserved(name, actor))
    .filter((name) => refuseByAuthorshipOrPermission(involved, actor, name) === null)
    .map(toRoute);
}

/** Why a command would be refused now: by who asks, by what the notice is, or by what has to come first. */
export const COMMAND_REASONS = ['role', 'four_eyes', 'no_duty', ...DRAFTING_REASONS] as const;
export type CommandReason = (typeof COMMAND_REASONS)[number];

/** A command as it is offered to an actor; `why` is null where the desk would take it. */
export interface OfferedCommand {
  /** As in the route. */
  name: string;
  why: CommandReason | null;
  /** The sentence that a caller would be refused with. */
  cure: string | null;
}

/** Every command of a notice with what the desk would say to this actor now. Bodies and single clocks are left to the command. */
export function commandsOf(facts: SubmittingFacts, involved: Involved, actor: Actor): OfferedCommand[] {
  return OFFERED.map((name) => {
    const { why, cure } = reasonOf(name, { facts, involved, actor }) ?? { why: null, cure: null };
    return { name: toRoute(name), why, cure };
  });
}

function reasonOf(
  name: ActName,
  { facts, involved, actor }: { facts: SubmittingFacts; involved: Involved; actor: Actor },
): { why: CommandReason; cure: string } | null {
  const person = refuseByAuthorshipOrPermission(involved, actor, name);
  if (person !== null) return { why: person.code === 'four_eyes' ? 'four_eyes' : 'role', cure: person.cure };
  const drafting = isDrafting(name)
    ? whyNotDraft({ ...facts, held: name === 'second_read' ? null : facts.held })
    : name === 'submit'
      ? whyNotSubmit(facts)
      : null;
  if (drafting !== null) return { why: drafting.why, cure: drafting.rejection.cure };
  const { stages } = COMMAND_TABLE[name];
  if (!stages.includes(facts.stage))
    return { why: 'stage', cure: `This is possible in ${stages.join(', ')}; the notice is in ${facts.stage}.` };
  if (name === 'ratify' && involved.ratification == null)
    return { why: 'no_duty', cure: 'There is nothing to ratify.' };
  return facts.held !== null && isReserved(name, actor) ? { why: 'held', cure: sayHeld(facts.held) } : null;
}

/** Counsel alone may take a notice from whoever holds it. */
function isReserved(name: ActName, { roles }: Actor): boolean {
  return COMMAND_TABLE[name].reserved === true || (name === 'claim' && !can(roles, 'override'));
}

function toRoute(name: ActName): string {
  return name.replaceAll('_', '-');
}

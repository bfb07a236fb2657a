/** What we decide for a target (docs/interface.md, Commands). One lane a target. */
export const LANES = [
  'withhold',
  'remove_rules',
  'remove_law',
  'label',
  'preserve',
  'disclose',
  'push_back',
  'clarify',
  'not_found',
  'not_the_target',
  'already_actioned',
] as const;
export type Lane = (typeof LANES)[number];

/** Lanes that do something to somebody; they raise the approvals needed. */
export const ACTING_LANES = [
  'withhold',
  'remove_rules',
  'remove_law',
  'label',
  'preserve',
  'disclose',
] as const satisfies readonly Lane[];
export type ActingLane = (typeof ACTING_LANES)[number];

/** Acting lanes that go through the platform port. It has no action for `disclose` (docs/interface.md, Platform port). */
export const ENFORCED_LANES = [
  'withhold',
  'remove_rules',
  'remove_law',
  'label',
  'preserve',
] as const satisfies readonly Lane[];

/** Whether the lane does something to the target or its owner. */
export function isActingLane(lane: Lane): lane is ActingLane {
  return (ACTING_LANES as readonly Lane[]).includes(lane);
}

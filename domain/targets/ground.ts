import type { DecisionAction } from './decision-action.js';
import { isOneOf } from '../is-one-of.js';

/** Coded reasons for an action (docs/integrating/interface.md, Commands). Their texts are in the rulebook. */
export const GROUND_CODES = [
  'legal_basis_met',
  'complied_under_protest',
  'emergency_interim',
  'own_rules',
  'deficient',
  'overbroad',
  'disproportionate',
  'wrong_authority',
  'no_jurisdiction',
  'protected_speech',
  'impossible',
  'insufficient_identification',
  'ambiguous_order',
  'missing_document',
  'not_found',
  'mistaken_identity',
  'already_actioned',
  'other',
] as const;
export type GroundCode = (typeof GROUND_CODES)[number];

const ORDERED: readonly GroundCode[] = ['legal_basis_met', 'complied_under_protest', 'emergency_interim', 'other'];

export const GROUNDS_BY_ACTION: Readonly<Record<DecisionAction, readonly GroundCode[]>> = {
  withhold: ORDERED,
  remove_rules: ['own_rules', 'other'],
  remove_law: ORDERED,
  label: ORDERED,
  preserve: ORDERED,
  disclose: ORDERED,
  push_back: [
    'deficient',
    'overbroad',
    'disproportionate',
    'wrong_authority',
    'no_jurisdiction',
    'protected_speech',
    'impossible',
    'other',
  ],
  clarify: ['insufficient_identification', 'ambiguous_order', 'missing_document', 'other'],
  not_found: ['not_found', 'other'],
  not_the_target: ['mistaken_identity', 'other'],
  already_actioned: ['already_actioned', 'other'],
};

export function groundFits(action: DecisionAction, code: string): boolean {
  return isOneOf(GROUNDS_BY_ACTION[action], code);
}

/** Whether the ground needs a note, because it explains nothing by itself. */
export function groundNeedsNote(code: string): boolean {
  return code === 'other';
}

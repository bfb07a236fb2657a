import { composeLetterLaw, type LetterLaw } from '../domain/letters/letter-law.js';
import type { GroundCode } from '../domain/targets/ground.js';
import { findNoticeLaw } from './consequence.js';
import { POLICY_DEFAULT, type Rulebook } from './rulebook.js';

/** Returns the law of a notice as letters state it; null if company policy stands in for one. */
export function findLetterLaw(
  rulebook: Rulebook,
  row: { regime_id: string; regime_version: string },
  { grounds = [], lacking = [] }: { grounds?: readonly GroundCode[]; lacking?: readonly string[] } = {},
): LetterLaw | null {
  const version = findNoticeLaw(rulebook, row);
  if (version === undefined || version.id === POLICY_DEFAULT) return null;
  return composeLetterLaw(rulebook.clauses, version, { grounds, lacking });
}

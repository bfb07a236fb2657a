/** What is in force on an item, or should be. A removal everywhere needs no countries. */
export interface ItemState {
  countries: readonly string[];
  everywhere: boolean;
}

/** Stands among countries for all of them. */
export const EVERYWHERE = '*';

/** What a look at an item found: the platform has what the live decisions support, or something else. */
export const PROOF_STATES = ['proven', 'mismatch'] as const;
export type ProofState = (typeof PROOF_STATES)[number];
/** What is said of a target's proof: nobody has looked yet, or there is nothing that could be looked at. */
export const TARGET_PROOFS = ['unproven', ...PROOF_STATES, 'no_state'] as const;

/** How the platform differs from what the live decisions support. Both empty: it does not. */
export interface Difference {
  /** Should be in force and is not. */
  missing: string[];
  /** Is in force and no live decision supports it. */
  surplus: string[];
}

/** What a read-back after an enforcement found, in targets. */
export interface ProofCounts {
  proven: number;
  mismatch: number;
  /** The platform gave no state for them, or another act on them was under way. */
  unread: number;
  /** Labels and preservations: the port has no state to read back. */
  withoutState: number;
}

/** Compares inside and outside the named countries: one too many is a difference just as one too few. */
export function differenceOf(expected: ItemState, found: ItemState): Difference {
  if (expected.everywhere || found.everywhere) {
    return {
      missing: found.everywhere ? [] : [EVERYWHERE],
      surplus: expected.everywhere ? [] : [EVERYWHERE],
    };
  }
  return {
    missing: without(expected.countries, found.countries),
    surplus: without(found.countries, expected.countries),
  };
}

export function differs({ missing, surplus }: Difference): boolean {
  return missing.length > 0 || surplus.length > 0;
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return [...new Set(some)].filter((country) => !known.has(country)).sort();
}

/** The restriction in force, or expected, on an item. A removal everywhere needs no countries. */
export interface ItemState {
  countries: readonly string[];
  everywhere: boolean;
}

/** Stands for all countries in a list of countries. */
export const EVERYWHERE = '*';

/** `proven`: the platform matches the live decisions; `mismatch`: it does not. */
export const PROOF_STATES = ['proven', 'mismatch'] as const;
export type ProofState = (typeof PROOF_STATES)[number];
export const TARGET_PROOFS = ['unproven', ...PROOF_STATES, 'no_state'] as const;

/** Difference between the platform and the live decisions; both empty if they match. */
export interface PlatformDifference {
  missing: string[];
  surplus: string[];
}

/** Result of a read-back after enforcement, counted in targets. */
export interface ProofCounts {
  proven: number;
  mismatch: number;
  unread: number;
  /** Labels and preservations: the port has no state to read back. */
  withoutState: number;
}

/** Compares both ways: a surplus country is a difference, just like a missing one. */
export function compareItemStates(expected: ItemState, found: ItemState): PlatformDifference {
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

export function differs({ missing, surplus }: PlatformDifference): boolean {
  return missing.length > 0 || surplus.length > 0;
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return [...new Set(some)].filter((country) => !known.has(country)).sort();
}

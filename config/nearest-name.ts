import { distance } from 'fastest-levenshtein';

/** The candidate with the fewest typing slips (Levenshtein) from `wrong`. Candidates must not be empty. */
export function nearestName(wrong: string, candidates: readonly string[]): string {
  const ranked = candidates.map((name) => ({ name, slips: distance(wrong, name) }));
  ranked.sort((a, b) => a.slips - b.slips);
  return ranked[0]?.name ?? wrong;
}
